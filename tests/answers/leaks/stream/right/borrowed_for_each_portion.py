# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async def pages():
            last = 0
            query = "SELECT * FROM orders WHERE number > $1 ORDER BY number LIMIT 7"
            while rows := await app.state.pool.fetch(query, last):
                for row in rows:
                    yield page(*row)
                last = rows[-1]["number"]

        return StreamingResponse(pages())

    return app
