# verdict: ^Right:
# Psycopg_pool async, create_task for the second price, the first in the request's own task.
from psycopg_pool import AsyncConnectionPool


def one_each(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, timeout=60, open=False
        ) as app.state.pool:
            await app.state.pool.wait()
            yield

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with app.state.pool.connection() as connection:
            row = await (await connection.execute(PRICE + "%s", (number,))).fetchone()
        return row[0]

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        second = asyncio.create_task(price(other))
        try:
            first = await price(one)
            return [first, await second]
        finally:
            second.cancel()

    return app
