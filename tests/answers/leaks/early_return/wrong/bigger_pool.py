# verdict: 5 ask at once: expected 3 connections at most, seen [45]
def early_return(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=50)
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        if price is None:
            return {"price": None}
        await app.state.pool.release(connection)
        return {"price": price}

    return app
