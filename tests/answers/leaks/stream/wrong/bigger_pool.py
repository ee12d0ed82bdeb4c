# verdict: 5 ask at once: expected 3 connections at most, seen [45]
def stream(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=20)
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await app.state.pool.fetchval(PRICE, number)}

    @app.get("/menu")
    async def menu():
        async def pages():
            async with app.state.pool.acquire() as connection:
                for row in await connection.fetch("SELECT * FROM orders ORDER BY number"):
                    yield page(*row)

        return StreamingResponse(pages())

    return app
