# verdict: keep it until their query is done, seen some answered 500
# the server breaks queries off after a second and a half; the taking is right
def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(
            dsn, min_size=3, max_size=3, server_settings={"statement_timeout": "1500"}
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
