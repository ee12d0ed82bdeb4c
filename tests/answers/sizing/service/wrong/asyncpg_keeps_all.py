# verdict: When the rush is over, seen \d+ connections that stay open: more than usual hours need\. Which setting says how many are kept\? The jam was not tried\.
# points: 3
# Asyncpg with min_size 4 and max_size 7, idle connections live five minutes (the default).
def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=4, max_size=7) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full")
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    return app
