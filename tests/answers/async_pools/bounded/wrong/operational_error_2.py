# verdict: A request whose query the server breaks off, while \d+ connections are free: expected status
# points: 3
# Psycopg_pool; catches OperationalError, of which PoolTimeout is one kind, around getting and asking.
import psycopg
from psycopg_pool import AsyncConnectionPool


def bounded(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, timeout=1, open=False
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with app.state.pool.connection() as connection:
                cursor = await connection.execute(PRICE + "%s", (number,))
                return (await cursor.fetchone())[0]
        except psycopg.OperationalError:
            raise HTTPException(503, "busy", headers={"Retry-After": "1"}) from None

    return app
