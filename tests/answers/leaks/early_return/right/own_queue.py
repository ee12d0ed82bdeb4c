# verdict: ^Right:
# Three connections of one's own in an asyncio.Queue.
def early_return(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.free = asyncio.Queue()
        every = [await asyncpg.connect(dsn) for _ in range(3)]
        for connection in every:
            app.state.free.put_nowait(connection)
        yield
        for connection in every:
            connection.terminate()

    app = FastAPI(lifespan=lifespan)

    @asynccontextmanager
    async def lent():
        connection = await app.state.free.get()
        try:
            yield connection
        finally:
            app.state.free.put_nowait(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with lent() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    return app
