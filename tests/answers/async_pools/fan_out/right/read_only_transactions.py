# verdict: Right
def fan_out(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            async with connection.transaction(readonly=True):
                return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*map(price, number))

    return app
