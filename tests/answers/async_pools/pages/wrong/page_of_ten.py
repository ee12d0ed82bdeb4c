# verdict: expected 5 orders at most from each query, seen 10
# points: 2
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 10"
            last = 0
            while page := await app.state.pool.fetch(sql, last):
                for number, dish in page:
                    yield f"{number} {dish}\n"
                last = page[-1]["number"]

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
