# verdict: Right
def fan_out(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        prices, left = {}, list(enumerate(number))

        async def work():
            async with app.state.pool.acquire() as connection:
                while left:
                    place, one = left.pop()
                    prices[place] = await connection.fetchval(PRICE + "$1", one)

        await asyncio.gather(*[work() for _ in range(min(3, len(number)))])
        return [prices[place] for place in range(len(number))]

    return app
