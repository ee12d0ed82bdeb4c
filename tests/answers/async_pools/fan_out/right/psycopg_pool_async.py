# verdict: ^Right:
# Psycopg_pool's AsyncConnectionPool, opened in the lifespan, one pool.connection() for each price.
from psycopg_pool import AsyncConnectionPool


def fan_out(dsn):
    @asynccontextmanager
    async def opened(app):
        pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, timeout=120, open=False)
        async with pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute(PRICE + "%s", (number,))
            (found,) = await cursor.fetchone()
            return found

    @app.get("/health")
    async def health():
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app
