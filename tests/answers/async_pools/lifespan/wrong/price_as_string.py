# verdict: \. What comes after it was not tried\.
# All about the pool is right, the price is answered as a JSON string.
def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(
            dsn, min_size=3, max_size=3, server_settings={"application_name": "bistro"}
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int) -> str:
        async with app.state.pool.acquire() as connection:
            return str(await connection.fetchval(PRICE + "$1", number))

    return app
