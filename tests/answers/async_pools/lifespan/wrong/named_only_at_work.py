# verdict: When they are idle, the connections call themselves: expected
# Names the connection by SET in the pool's setup; asyncpg's RESET ALL at the release takes the name away.
def lifespan(dsn):
    async def name(connection):
        await connection.execute("SET application_name TO 'bistro'")

    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3, setup=name) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
