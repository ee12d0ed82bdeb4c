# verdict: 6 requests at once, each query of 5 s: expected status 200, seen 500.*TimeoutError
# points: 2
def one_each(dsn):
    app = shop(dsn)

    async def ask(number):
        async with app.state.pool.acquire(timeout=0.2) as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(ask(one), ask(other))

    return app
