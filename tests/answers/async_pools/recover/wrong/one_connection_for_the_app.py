# verdict: Right after the start, queries of 5 requests at once in the database: expected 3, seen 1
def recover(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.connection = await asyncpg.connect(dsn)
        yield

    app = FastAPI(lifespan=opened)
    turn = asyncio.Lock()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with turn:
            return await app.state.connection.fetchval(PRICE + "$1", number)

    return app
