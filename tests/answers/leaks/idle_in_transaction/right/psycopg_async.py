# verdict: ^Right:
# Psycopg's async pool, its block commits.
from psycopg_pool import AsyncConnectionPool


def idle_in_transaction(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)
    bell = Bell(app)
    take = "UPDATE portions SET available = available - 1 WHERE number = %s RETURNING available"

    async def one(query, number):
        async with pool.connection() as connection:
            row = await (await connection.execute(query, (number,))).fetchone()
        return row[0] if row else None

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await one("SELECT price FROM orders WHERE number = %s", number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await one(take, number)
        await bell.wait()
        return {"price": await one("SELECT price FROM orders WHERE number = %s", number), "available": left}

    return app
