# verdict: s: expected that those who find no connection wait, seen some answered
# points: 2
# Lets at most ten wait, whoever comes then is refused at once.
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with AsyncConnectionPool(
            dsn, min_size=4, max_size=7, max_waiting=10, timeout=1, max_idle=0.5, open=False
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(TooManyRequests)
    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            return (await cursor.fetchone())[0]

    return app
