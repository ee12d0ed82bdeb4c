# verdict: Right
import psycopg
from psycopg_pool import AsyncConnectionPool


def recover(dsn):
    @asynccontextmanager
    async def opened(app):
        check = AsyncConnectionPool.check_connection
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, check=check, open=False
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def price(number, tries):
        try:
            async with app.state.pool.connection() as connection:
                found = await connection.execute(PRICE + "%s", [number])
                return (await found.fetchone())[0]
        except psycopg.OperationalError:
            if tries == 1:
                raise HTTPException(503) from None
        return await price(number, tries - 1)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number, tries=2)

    return app
