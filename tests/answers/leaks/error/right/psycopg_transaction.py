# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def error(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def ask(query, *values):
        async with pool.connection() as connection, connection.transaction():
            row = await (await connection.execute(query, values)).fetchone()
            return row and row[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask("SELECT price FROM orders WHERE number = %s", number)}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        query = "SELECT price / %s::int FROM orders WHERE number = %s"
        return {"share": await ask(query, guests, number) + 2}

    return app
