# verdict: Right
def fan_out(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    table = asyncio.Lock()

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        async with table:
            prices = []
            for start in range(0, len(number), 3):
                prices += await asyncio.gather(*map(price, number[start : start + 3]))
            return prices

    return app
