# verdict: GET /orders: expected \d+ orders at most from each query, seen
# points: 2
# Pages of ten orders.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 10", last
            ):
                for row in page:
                    yield f"{row['number']} {row['dish']}\n"
                last = page[-1]["number"]

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
