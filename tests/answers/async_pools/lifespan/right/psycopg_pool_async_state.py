# verdict: ^Right:
# Psycopg_pool's async pool, handed to the requests as lifespan state (yield {"pool": pool}).
from psycopg_pool import AsyncConnectionPool


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        pool = AsyncConnectionPool(
            dsn, min_size=3, max_size=3, open=False, kwargs={"application_name": "bistro"}
        )
        async with pool:
            await pool.wait()
            yield {"pool": pool}

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, request: Request):
        async with request.state.pool.connection() as connection:
            cursor = await connection.execute(PRICE + "%s", (number,))
            (price,) = await cursor.fetchone()
        return price

    return app
