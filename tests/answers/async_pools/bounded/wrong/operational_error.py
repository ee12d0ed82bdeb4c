# verdict: expected status 500, seen 503
# points: 3
import psycopg
from psycopg_pool import AsyncConnectionPool


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
            async with app.state.pool.connection() as connection:
                found = await connection.execute(PRICE + "%s", [number])
                return (await found.fetchone())[0]
        except psycopg.OperationalError as error:
            raise HTTPException(503, headers={"Retry-After": "1"}) from error

    return app
