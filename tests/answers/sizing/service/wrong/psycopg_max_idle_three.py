# verdict: When the rush is over, seen \d+ connections that stay open: more than usual hours need\. Which setting says how many are kept\? The jam was not tried\.
# points: 3
# Psycopg_pool with max_idle 3 s, which looks like less than four, but it closes only one connection each three seconds.
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with AsyncConnectionPool(
            dsn, min_size=4, max_size=7, timeout=1, max_idle=3, open=False
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            return (await cursor.fetchone())[0]

    return app
