# verdict: ^Right:
# Psycopg_pool with check=, catches OperationalError, as the text allows.
import psycopg
from psycopg_pool import AsyncConnectionPool


def recover(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn,
            min_size=3,
            max_size=3,
            check=AsyncConnectionPool.check_connection,
            open=False,
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute(PRICE + "%s", (number,))
            return (await cursor.fetchone())[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            return await price(number)
        except psycopg.OperationalError:
            pass
        try:
            return await price(number)
        except psycopg.OperationalError:
            raise HTTPException(503) from None

    return app
