# verdict: while all connections are out: expected status 503, seen 500
def bounded(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=20) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
