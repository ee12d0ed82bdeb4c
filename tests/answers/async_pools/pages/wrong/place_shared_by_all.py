# verdict: GET /orders, lines: expected 40, seen
# points: 2
def pages(dsn):
    app = shop(dsn)
    last = 0

    async def lines():
        nonlocal last
        while page := await app.state.pool.fetch(
            "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
        ):
            last = page[-1]["number"]
            for row in page:
                yield f"{row['number']} {row['dish']}\n"

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
