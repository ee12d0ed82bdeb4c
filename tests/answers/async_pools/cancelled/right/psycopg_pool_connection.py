# verdict: ^Right:
# Psycopg_pool, whose connection() brings its transaction.
from psycopg_pool import AsyncConnectionPool


def cancelled(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, timeout=120, open=False
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def pay(number):
        async with app.state.pool.connection() as connection:
            await connection.execute("INSERT INTO payments VALUES (%s)", [number])
            cursor = await connection.execute(PRICE + "%s", [number])
            return (await cursor.fetchone())[0]

    till(app, pay)
    return app
