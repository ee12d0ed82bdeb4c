# verdict: GET /orders, lines: expected 40, seen 34
# points: 2
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await app.state.pool.fetch(sql, last):
                for number, dish in page:
                    yield f"{number} {dish}\n"
                last = page[-1]["number"] + 1

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
