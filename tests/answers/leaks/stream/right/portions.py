# verdict: ^Right:
# Keyset portions of seven, borrowed anew for each, given back before pages are sent.
def stream(dsn):
    app = shop(dsn, orders=True)
    query = """SELECT number, dish, price FROM orders
               WHERE $1::int IS NULL OR number > $1 ORDER BY number LIMIT 7"""

    async def rows():
        last = None
        while portion := await app.state.pool.fetch(query, last):
            for row in portion:
                yield row
            last = portion[-1]["number"]

    @app.get("/menu")
    async def menu():
        async def pages():
            async for row in rows():
                yield page(*row)

        return StreamingResponse(pages(), media_type="application/octet-stream")

    return app
