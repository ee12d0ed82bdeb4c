# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def stream(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def rows(query, *values):
        async with pool.connection() as connection:
            return await (await connection.execute(query, values)).fetchall()

    @app.get("/orders/{number}")
    async def order(number: int):
        found = await rows("SELECT price FROM orders WHERE number = %s", number)
        return {"price": found[0][0] if found else None}

    @app.get("/menu")
    async def menu():
        async def pages():
            last, query = 0, "SELECT * FROM orders WHERE number > %s ORDER BY number LIMIT 1"
            while batch := await rows(query, last):
                for row in batch:
                    yield page(*row)
                last = batch[-1][0]

        return StreamingResponse(pages())

    return app
