# verdict: expected 5 orders at most from each query, seen 40|expected a query for the next page, seen none
# points: 2
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await app.state.pool.fetch(sql.replace("5", "1000"), last):
                for last, dish in page:
                    yield f"{last} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
