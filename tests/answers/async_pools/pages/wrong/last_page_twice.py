# verdict: GET /orders, lines: expected 40, seen 49
# points: 2
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            for last in range(0, 41, 4):
                for number, dish in await app.state.pool.fetch(sql, last):
                    yield f"{number} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
