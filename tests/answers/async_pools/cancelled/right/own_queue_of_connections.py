# verdict: ^Right:
# A queue of three asyncpg connections as the pool; reset and put back in finally.
def cancelled(dsn):
    free = asyncio.Queue()

    @asynccontextmanager
    async def opened(app):
        mine = [await asyncpg.connect(dsn) for _ in range(3)]
        for one in mine:
            free.put_nowait(one)
        yield
        for one in mine:
            one.terminate()

    app = FastAPI(lifespan=opened)

    @asynccontextmanager
    async def lent():
        connection = await free.get()
        try:
            yield connection
        finally:
            try:
                await connection.reset()
            finally:
                free.put_nowait(connection)

    async def pay(number):
        async with lent() as connection:
            async with connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
