# verdict: When the client reads on: expected a query for the next page, seen none
# points: 2
def pages(dsn):
    app = shop(dsn)

    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            found, last = [], 0
            while page := await app.state.pool.fetch(sql, last):
                found += page
                last = page[-1]["number"]
            for number, dish in found:
                yield f"{number} {dish}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
