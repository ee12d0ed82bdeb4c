# verdict: when 100 s have passed by the clock of your event loop: expected 3 queries still in the database, seen [0-2]
def bounded(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(
            dsn, min_size=3, max_size=3, command_timeout=5
        ) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=opened)

    async def lent():
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
