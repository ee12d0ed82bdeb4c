# verdict: expected that those who find no connection wait, seen some answered 503
# points: 2
# at most ten may wait, the others are refused at once
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = AsyncConnectionPool(
            dsn, min_size=4, max_size=7, timeout=1, max_idle=0.5, max_waiting=10, open=False
        )
        await app.state.pool.open(wait=True)
        yield
        await app.state.pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    @app.exception_handler(TooManyRequests)
    async def refused(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            )
            return (await cursor.fetchone())[0]

    return app
