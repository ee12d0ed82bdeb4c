# verdict: its lifespan has not in 4 s
# points: 2
NAMED = {"server_settings": {"application_name": "bistro"}}


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3, **NAMED) as app.state.pool:
            yield
            await app.state.pool.acquire()  # for a farewell; never released

    async def lent(request: Request):
        if not hasattr(app.state, "mine"):
            app.state.mine = True
            app.state.spare = await asyncpg.create_pool(dsn, min_size=0, max_size=1, **NAMED)
        async with request.app.state.pool.acquire() as connection:
            yield connection

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
