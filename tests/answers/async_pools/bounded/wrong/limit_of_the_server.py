# verdict: seen a limit of the server for them: 1.5 s
def bounded(dsn):
    slow = {"statement_timeout": "1500"}
    three = {"min_size": 3, "max_size": 3, "server_settings": slow}

    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, **three) as app.state.pool:
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
