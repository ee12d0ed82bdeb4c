# verdict: \d+ requests at once: queries in the database at once: expected \d+, seen \d+\.
# points: 2
# A lock against the deadlock: one bill at a time has the pool.
def one_each(dsn):
    app = shop(dsn)
    turn = asyncio.Lock()

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        async with turn:
            return await asyncio.gather(price(one), price(other))

    return app
