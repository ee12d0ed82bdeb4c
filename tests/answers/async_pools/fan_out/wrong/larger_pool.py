# verdict: A bill of 6 orders.*500.*TooManyConnections
# points: 2
def fan_out(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=40) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/health")
    async def health():
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[app.state.pool.fetchval(PRICE + "$1", one) for one in number])

    return app
