# verdict: ^Right:
# Psycopg's async pool with class_row; the dataclass makes its own page; an iterator class is streamed.
from dataclasses import dataclass

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool


@dataclass(frozen=True)
class Dish:
    number: int
    dish: str
    price: int

    def page(self):
        return page(self.number, self.dish, self.price)


class Pages:
    def __init__(self, dishes):
        self.left = iter(dishes)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for dish in self.left:
            return dish.page()
        raise StopAsyncIteration


def stream(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close(timeout=1)

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
            async with connection.cursor(row_factory=class_row(Dish)) as cursor:
                await cursor.execute("SELECT number, dish, price FROM orders ORDER BY number")
                dishes = await cursor.fetchall()
        return StreamingResponse(Pages(dishes))

    return app
