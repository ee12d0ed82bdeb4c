# verdict: After the cancellation, your connections: expected idle ones, seen \d+ idle in transaction \(aborted\)\. What comes after it was not tried\.
# Own queue of connections, put back in finally, BEGIN and COMMIT by hand, nobody rolls back.
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

    async def pay(number):
        connection = await free.get()
        try:
            await connection.execute("BEGIN")
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
            await connection.execute("COMMIT")
            return price
        finally:
            free.put_nowait(connection)

    till(app, pay)
    return app
