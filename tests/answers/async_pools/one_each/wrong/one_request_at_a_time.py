# verdict: 6 requests at once: queries in the database at once: expected 3, seen 2
# points: 2
def one_each(dsn):
    app = shop(dsn)
    one_by_one = asyncio.Lock()

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        async with one_by_one:
            return await asyncio.gather(price(one), price(other))

    return app
