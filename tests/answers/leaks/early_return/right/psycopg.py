# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def early_return(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with pool.connection() as connection:
            cursor = await connection.execute(PRICE.replace("$1", "%s"), [number])
            row = await cursor.fetchone()
            if row is None:
                return {"price": None}
            return {"price": row[0]}

    return app
