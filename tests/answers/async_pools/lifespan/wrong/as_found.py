# verdict: .
def lifespan(dsn):
    app = FastAPI()
    app.state.pool = None

    async def lent(request: Request):
        if app.state.pool is None:
            app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3)
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
