# verdict: Right after the start, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# A pool of two.
def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(
            dsn, min_size=2, max_size=2, server_settings={"application_name": "bistro"}
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
