# verdict: ^Right:
# Psycopg's async pool inside a repository class.
from dataclasses import dataclass

from psycopg_pool import AsyncConnectionPool


@dataclass
class Orders:
    pool: AsyncConnectionPool

    async def price(self, number):
        async with self.pool.connection() as connection, connection.cursor() as cursor:
            await cursor.execute("SELECT price FROM orders WHERE number = %s", (number,))
            async for (price,) in cursor:
                return price
        return None


def early_return(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)
    orders = Orders(pool)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await orders.price(number)}

    return app
