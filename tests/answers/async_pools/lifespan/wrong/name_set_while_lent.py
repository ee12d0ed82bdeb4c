# verdict: When they are idle, the connections call themselves: expected 'bistro', seen ''
def lifespan(dsn):
    @asynccontextmanager
    async def life(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3) as app.state.pool:
            yield

    app = FastAPI(lifespan=life)

    async def lent(request: Request):
        async with request.app.state.pool.acquire() as connection:
            await connection.execute("SET application_name = 'bistro'")
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
