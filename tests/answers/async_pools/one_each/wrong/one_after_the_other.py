# verdict: first request after the start, two orders: queries in the database at once: expected 2, seen 1
def one_each(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return [await price(one), await price(other)]

    return app
