# verdict: of those that it lends \d are new
# Own pool with max_queries=1: a connection is replaced after its first request.
def early_return(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3, max_queries=1)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    return app
