# verdict: expected 3, seen [01], and a request that was answered before its query: 503
# looks for idle connections in a pool that opens them on demand (1 to 3)
def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=1, max_size=3) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        if app.state.pool.get_idle_size() == 0:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
