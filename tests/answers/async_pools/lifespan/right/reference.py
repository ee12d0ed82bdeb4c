# verdict: Right
def lifespan(dsn):
    """One pool, for as long as the app lives."""

    @asynccontextmanager
    async def opened(app):
        name = {"application_name": "bistro"}
        async with asyncpg.create_pool(
            dsn, min_size=3, max_size=3, server_settings=name
        ) as app.state.pool:
            yield

    async def lent(request: Request):
        async with request.app.state.pool.acquire() as connection:
            yield connection

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
