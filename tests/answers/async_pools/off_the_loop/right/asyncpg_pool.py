# verdict: ^Right:
# Asyncpg with a lifespan; pool.fetchval.
def off_the_loop(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/health")
    async def health() -> str:
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int, request: Request) -> int:
        return await request.app.state.pool.fetchval(PRICE + "$1", number)

    return app
