# verdict: ^Right:
# Psycopg's AsyncConnectionPool, opened in the lifespan.
from psycopg_pool import AsyncConnectionPool


def early_return(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        try:
            yield
        finally:
            await pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            )
            row = await cursor.fetchone()
            if row is None:
                return {"price": None}
            return {"price": row[0]}

    return app
