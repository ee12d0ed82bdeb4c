# verdict: ^Right:
# Psycopg's async pool, whose block commits at its end.
from psycopg_pool import AsyncConnectionPool


def idle_in_transaction(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            await pool.wait()
            yield

    app = FastAPI(lifespan=lifespan)
    bell = Bell(app)
    take = "UPDATE portions SET available = available - 1 WHERE number = %s RETURNING available"

    async def one(query, number):
        async with pool.connection() as connection, connection.cursor() as cursor:
            await cursor.execute(query, (number,))
            row = await cursor.fetchone()
        return row[0] if row else None

    async def price(number):
        return await one("SELECT price FROM orders WHERE number = %s", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await price(number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        available = await one(take, number)
        await bell.wait()
        return {"price": await price(number), "available": available}

    return app
