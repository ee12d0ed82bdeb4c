# verdict: Right
from psycopg_pool import AsyncConnectionPool


def one_each(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with app.state.pool.connection() as connection:
            found = await connection.execute(PRICE + "%s", [number])
            return (await found.fetchone())[0]

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(one), price(other))

    return app
