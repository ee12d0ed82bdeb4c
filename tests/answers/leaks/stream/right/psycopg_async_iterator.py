# verdict: ^Right:
# Psycopg async and an async iterator class.
from psycopg_pool import AsyncConnectionPool


class Pages:
    def __init__(self, rows):
        self.rows = iter(rows)

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return page(*next(self.rows))
        except StopIteration:
            raise StopAsyncIteration from None


def stream(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            )
            row = await cursor.fetchone()
        return {"price": row[0] if row else None}

    @app.get("/menu")
    async def menu():
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT number, dish, price FROM orders ORDER BY number"
            )
            rows = await cursor.fetchall()
        return StreamingResponse(Pages(rows))

    return app
