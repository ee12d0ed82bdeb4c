# verdict: ^Right:
# Own queue of three places; each connection is asked before it is used, and replaced if it is dead.
def recover(dsn):
    free = asyncio.Queue()
    LOST = (
        asyncpg.PostgresConnectionError,
        asyncpg.exceptions.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.exceptions.InternalClientError,
        ConnectionError,
    )

    @asynccontextmanager
    async def opened(app):
        for _ in range(3):
            free.put_nowait(await asyncpg.connect(dsn))
        yield
        while not free.empty():
            if connection := free.get_nowait():
                connection.terminate()

    app = FastAPI(lifespan=opened)

    @asynccontextmanager
    async def lent():
        connection = await free.get()
        try:
            if connection is not None:
                try:
                    await connection.execute("SELECT 1")
                except Exception:
                    connection.terminate()
                    connection = None
            if connection is None:
                connection = await asyncpg.connect(dsn)
            yield connection
        finally:
            if connection is not None and connection.is_closed():
                connection = None
            free.put_nowait(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                async with lent() as connection:
                    return await connection.fetchval(PRICE + "$1", number)
            except LOST:
                continue
        raise HTTPException(503)

    return app
