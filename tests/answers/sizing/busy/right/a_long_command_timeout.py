# verdict: ^Right
def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        settings = {"min_size": 3, "max_size": 3, "command_timeout": 30}
        async with asyncpg.create_pool(dsn, **settings) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
