# verdict: In the second round, expected the \d+ backends of the first, seen \d+ new\. When is a connection opened, and when closed\? What comes after it was not tried\.
# Max_queries=1, so that each connection is replaced after one loan.
def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(
            dsn,
            min_size=3,
            max_size=3,
            max_queries=1,
            server_settings={"application_name": "bistro"},
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
