# verdict: expected 3 connections at most, seen 10
def lifespan(dsn):
    three = asyncio.Semaphore(3)
    name = {"application_name": "bistro"}

    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, server_settings=name) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with three:
            return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
