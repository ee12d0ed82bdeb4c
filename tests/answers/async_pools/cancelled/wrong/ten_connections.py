# verdict: Right after the start, connections that the pool can lend: expected 3 connections at most, seen [456]
def cancelled(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=10) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=opened)

    async def pay(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await connection.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
