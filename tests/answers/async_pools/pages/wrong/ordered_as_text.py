# verdict: GET /orders, line \d+: expected
# points: 2
# The server makes the line, and the pages are ordered by it: as text.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            offset = 0
            while page := await app.state.pool.fetch(
                "SELECT concat(number, ' ', dish) AS line FROM orders"
                " ORDER BY concat(number) COLLATE \"C\" LIMIT 5 OFFSET $1",
                offset,
            ):
                for row in page:
                    yield row["line"] + "\n"
                offset += len(page)

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
