# verdict: GET /orders, lines: expected
# points: 2
# Joins the lines of a page with newlines, and none stands after the last of a page.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
            ):
                yield "\n".join(f"{row['number']} {row['dish']}" for row in page)
                last = page[-1]["number"]

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
