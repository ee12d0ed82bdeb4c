# verdict: Queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# A single asyncpg connection for the app, guarded by a lock.
def off_the_loop(dsn):
    lock = asyncio.Lock()

    @asynccontextmanager
    async def opened(app):
        app.state.connection = await asyncpg.connect(dsn)
        yield
        await app.state.connection.close()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with lock:
            return await app.state.connection.fetchval(PRICE + "$1", number)

    @app.get("/health")
    async def health():
        return "well"

    return app
