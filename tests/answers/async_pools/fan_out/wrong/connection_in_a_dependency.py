# verdict: A bill of 3 orders: queries in the database at once: expected 3, seen 2
def fan_out(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    async def lent():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/bill")
    async def bill(
        number: Annotated[list[int], Query()],
        connection: Annotated[asyncpg.Connection, Depends(lent)],
    ):
        await connection.execute("SELECT 'who is the guest?'")
        return await asyncio.gather(*[price(one) for one in number])

    return app
