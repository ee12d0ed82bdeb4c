# verdict: A later request, two orders: queries in the database at once: expected 2, seen 0
def one_each(dsn):
    app = shop(dsn)
    known = {}

    async def ask(number):
        if number not in known:
            async with app.state.pool.acquire() as connection:
                known[number] = await connection.fetchval(PRICE + "$1", number)
        return known[number]

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(ask(one), ask(other))

    return app
