# verdict: The first request after the start, two orders, each query of \d+ s: expected
# The prices come in the order of the numbers, not in that of the path.
def one_each(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        numbers = sorted((one, other))
        return await asyncio.gather(*(price(number) for number in numbers))

    return app
