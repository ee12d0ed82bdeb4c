# verdict: While a client reads slowly, .*expected 3 connections at most, seen [456]
def pages(dsn):
    @asynccontextmanager
    async def opened(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=10) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=opened)

    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await app.state.pool.fetch(sql, last):
                for last, dish in page:
                    yield f"{last} {dish}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
