# verdict: Right
def lifespan(dsn):
    opening = asyncio.Lock()

    @asynccontextmanager
    async def closing(app):
        app.state.pool = None
        yield
        if app.state.pool:
            await app.state.pool.close()

    async def lent():
        async with opening:
            if app.state.pool is None:
                app.state.pool = await asyncpg.create_pool(
                    dsn, min_size=3, max_size=3, server_settings={"application_name": "bistro"}
                )
        async with app.state.pool.acquire() as connection:
            yield connection

    app = FastAPI(lifespan=closing)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
