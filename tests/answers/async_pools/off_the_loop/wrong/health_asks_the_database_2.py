# verdict: While \d+ queries are held in the database: expected an answer to GET /health, seen none in \d+ s\. What comes after it was not tried\.
# Health takes a connection of the same pool for SELECT 1.
def off_the_loop(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/health")
    async def health():
        await app.state.pool.fetchval("SELECT 1")
        return "well"

    return app
