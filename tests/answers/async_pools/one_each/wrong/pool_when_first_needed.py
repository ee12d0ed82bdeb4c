# verdict: The first request after the start, two orders: queries in the database at once: expected \d+, seen \d+
# The pool is made when it is first needed; of the first request both tasks find none and each makes one.
def one_each(dsn):
    app = FastAPI()
    app.state.pool = None

    async def price(number):
        if app.state.pool is None:
            app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3)
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(one), price(other))

    return app
