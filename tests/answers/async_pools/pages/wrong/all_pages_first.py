# verdict: When the client reads on: expected a query for the next page, seen
# points: 2
# Asks page by page, five each, but collects all of them before the first yield.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            rows, last = [], 0
            while page := await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
            ):
                rows += page
                last = page[-1]["number"]
            for row in rows:
                yield f"{row['number']} {row['dish']}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
