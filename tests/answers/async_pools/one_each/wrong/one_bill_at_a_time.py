# verdict: \d+ requests at once: queries in the database at once: expected \d+, seen \d+\. Your connections, as the server sees them: \d+ active, \d+ idle\. On which connection does each query run, and who holds one without a query\?
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
