# verdict: Right
from psycopg_pool import AsyncConnectionPool


def fan_out(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)
    app.get("/health")(lambda: "well")
    few = asyncio.Semaphore(3)

    async def price(number):
        async with few, app.state.pool.connection() as connection:
            found = await connection.execute(PRICE + "%s", [number])
            return (await found.fetchone())[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app
