# verdict: ^Right
def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        settings = {"min_size": 4, "max_size": 7, "max_inactive_connection_lifetime": 0.5}
        async with asyncpg.create_pool(dsn, **settings) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    return app
