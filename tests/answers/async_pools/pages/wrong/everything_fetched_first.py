# verdict: When the client reads on: expected a query for the next page, seen none
# points: 2
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            rows = await app.state.pool.fetch("SELECT number, dish FROM orders ORDER BY number")
            for start in range(0, len(rows), 5):
                yield "".join(f"{number} {dish}\n" for number, dish in rows[start : start + 5])

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
