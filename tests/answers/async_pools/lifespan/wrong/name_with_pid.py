# verdict: In the first round, the connections call themselves: expected
# The process number is put behind the name.
import os

from psycopg_pool import AsyncConnectionPool


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn,
            min_size=3,
            max_size=3,
            open=False,
            kwargs={"application_name": f"bistro-{os.getpid()}"},
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute(PRICE + "%s", (number,))
            return (await cursor.fetchone())[0]

    return app
