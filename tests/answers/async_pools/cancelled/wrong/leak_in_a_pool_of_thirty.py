# verdict: Right after the start, connections that the pool can lend: expected 3 connections at most, seen [456]
def cancelled(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=30) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=opened)

    async def pay(number):
        connection = await app.state.pool.acquire()
        await connection.execute("BEGIN")
        try:
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
        except asyncio.CancelledError:
            await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")
        await app.state.pool.release(connection)
        return price

    till(app, pay)
    return app
