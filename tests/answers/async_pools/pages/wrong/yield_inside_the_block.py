# verdict: While a client reads slowly, queries of 5 requests at once in the database: expected 3, seen 2
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last, page = 0, True
            while page:
                async with app.state.pool.acquire() as connection:
                    page = await connection.fetch(sql, last)
                    for last, dish in page:
                        yield f"{last} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
