# verdict: Right
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def bounded(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, timeout=0.5, open=False
        ) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.getconn()
        except PoolTimeout as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "1"}) from error
        try:
            found = await connection.execute(PRICE + "%s", [number])
            return (await found.fetchone())[0]
        finally:
            await app.state.pool.putconn(connection)

    return app
