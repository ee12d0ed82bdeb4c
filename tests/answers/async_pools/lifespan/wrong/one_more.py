# verdict: expected 3 connections at most, seen 4
NAMED = {"server_settings": {"application_name": "bistro"}}


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=4, **NAMED) as app.state.pool:
            yield

    async def lent(request: Request):
        async with request.app.state.pool.acquire() as connection:
            yield connection

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
