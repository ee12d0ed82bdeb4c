# verdict: \d+ requests at once: queries in the database at once: expected \d+, seen \d+\.
# points: 2
# Two connections for the whole app, each behind a lock; the first orders go over one, the others over the other.
def one_each(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3) as pool:
            async with pool.acquire() as left, pool.acquire() as right:
                app.state.hands = [(left, asyncio.Lock()), (right, asyncio.Lock())]
                yield

    app = FastAPI(lifespan=opened)

    async def price(hand, number):
        connection, lock = app.state.hands[hand]
        async with lock:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(0, one), price(1, other))

    return app
