# verdict: ^Right:
# Psycopg_pool's async pool, getconn with a timeout and putconn.
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def bounded(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, open=False, kwargs={"autocommit": True}
        ) as app.state.pool:
            await app.state.pool.wait()
            yield

    app = FastAPI(lifespan=opened)

    @asynccontextmanager
    async def waiter():
        try:
            connection = await app.state.pool.getconn(timeout=1.0)
        except PoolTimeout:
            raise HTTPException(503, "no waiter", {"Retry-After": "1"}) from None
        try:
            yield connection
        finally:
            await app.state.pool.putconn(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with waiter() as connection:
            cursor = await connection.execute(PRICE + "%s", (number,))
            return (await cursor.fetchone())[0]

    return app
