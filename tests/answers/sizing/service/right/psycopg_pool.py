# verdict: ^Right
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def service(dsn):
    settings = {"min_size": 4, "max_size": 7, "timeout": 0.9, "max_idle": 0.2, "open": False}
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
