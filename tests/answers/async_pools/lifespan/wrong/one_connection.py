# verdict: expected 3, seen [01]
NAMED = {"server_settings": {"application_name": "bistro"}}


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.connection = await asyncpg.connect(dsn, **NAMED)
        yield
        await app.state.connection.close()

    async def lent(request: Request):
        yield request.app.state.connection

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
