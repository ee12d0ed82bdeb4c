# verdict: ^Right
from psycopg_pool import AsyncConnectionPool, PoolTimeout


def busy(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, timeout=0.7, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    async def lend():
        try:
            connection = await pool.getconn()
        except PoolTimeout as error:
            raise HTTPException(503, "full", {"Retry-After": "60"}) from error
        try:
            yield connection
        finally:
            await pool.putconn(connection)

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int, connection=Depends(lend)):
        price = "SELECT price FROM orders WHERE number = %s"
        return (await (await connection.execute(price, [number])).fetchone())[0]


    @app.get("/health")
    async def health():
        return "alive"

    return app
