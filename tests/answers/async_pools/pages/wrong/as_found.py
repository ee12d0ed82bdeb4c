# verdict: .
def pages(dsn):
    app = shop(dsn)

    async def lent():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lent)]

    @app.get("/orders")
    async def orders(connection: Lent):
        async def lines():
            async with connection.transaction():
                sql = "SELECT number, dish FROM orders ORDER BY number"
                async for row in connection.cursor(sql, prefetch=5):
                    yield f"{row['number']} {row['dish']}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        return await connection.fetchval(PRICE + "$1", number)

    return app
