# verdict: Right after the start, .*expected 3 connections at most, seen [456]
LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


def recover(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=50) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                connection = await app.state.pool.acquire()
                return await connection.fetchval(PRICE + "$1", number)
            except LOST:
                pass
        raise HTTPException(503)

    return app
