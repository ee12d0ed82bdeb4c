# verdict: While a client reads slowly, queries of 5 requests at once in the database: expected 3, seen 2
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    async def lent():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lent)]

    @app.get("/orders")
    async def orders(connection: Lent):
        async def lines():
            last = 0
            while page := await connection.fetch(sql, last):
                for last, dish in page:
                    yield f"{last} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        return await connection.fetchval(PRICE + "$1", number)

    return app
