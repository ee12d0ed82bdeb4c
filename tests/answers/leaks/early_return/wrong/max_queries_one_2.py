# verdict: After \d+ orders that are not there, the pool should lend the \d+ connections of before; of those that it lends \d+ are new\. What became of the old ones\?
# Gives back properly, to a pool that replaces each connection after one query (max_queries=1).
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
