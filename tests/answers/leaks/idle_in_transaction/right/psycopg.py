# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def idle_in_transaction(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    bell = Bell(app)

    async def ask(query, number):
        async with pool.connection() as connection:
            row = await (await connection.execute(query, [number])).fetchone()
            return row[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask("SELECT price FROM orders WHERE number = %s", number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        take = "UPDATE portions SET available = available - 1 WHERE number = %s RETURNING available"
        left = await ask(take, number)
        await bell.wait()
        found = await ask("SELECT price FROM orders WHERE number = %s", number)
        return {"price": found, "available": left}

    return app
