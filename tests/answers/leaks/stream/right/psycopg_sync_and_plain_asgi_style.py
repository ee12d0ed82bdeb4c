# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def stream(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def fetch(query, *values):
        async with pool.connection() as connection:
            return await (await connection.execute(query, values)).fetchall()

    @app.get("/orders/{number}")
    async def order(number: int):
        rows = await fetch("SELECT price FROM orders WHERE number = %s", number)
        return {"price": rows[0][0] if rows else None}

    @app.get("/menu")
    async def menu():
        rows = await fetch("SELECT number, dish, price FROM orders ORDER BY number")
        return StreamingResponse(map(lambda row: page(*row), rows))

    return app
