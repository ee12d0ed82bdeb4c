# verdict: ^Right:
# Three prices at a time, then the next three; each price a loan of its own.
from itertools import islice


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
        rest = iter(number)
        prices = []
        while three := list(islice(rest, 3)):
            prices += await asyncio.gather(*[price(one) for one in three])
        return prices

    return app
