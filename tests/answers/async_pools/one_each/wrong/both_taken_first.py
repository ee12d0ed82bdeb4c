# verdict: \d+ requests at once: queries in the database at once: expected \d+, seen \d+\.
# points: 2
# Takes both connections, one after the other, and gathers then.
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        pool = app.state.pool
        async with pool.acquire() as left, pool.acquire() as right:
            return await asyncio.gather(
                left.fetchval(PRICE + "$1", one), right.fetchval(PRICE + "$1", other)
            )

    return app
