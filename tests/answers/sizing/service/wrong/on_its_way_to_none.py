# verdict: seen [0-3] connections that stay open: too few
# points: 3
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def service(dsn):
    settings = {"min_size": 0, "max_size": 7, "timeout": 1, "max_idle": 0.5, "open": False}
    pool = AsyncConnectionPool(dsn, **settings)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with pool.connection() as connection:
            price = "SELECT price FROM orders WHERE number = %s"
            return (await (await connection.execute(price, [number])).fetchone())[0]

    return app
