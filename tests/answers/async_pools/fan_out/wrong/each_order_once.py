# verdict: A bill on which the same order stands twice: expected \[
# points: 2
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
        asked = {one: price(one) for one in number}
        return await asyncio.gather(*asked.values())

    return app
