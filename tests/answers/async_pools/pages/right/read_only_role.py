# verdict: Right
def pages(dsn):
    @asynccontextmanager
    async def lifespan(app):
        settings = {"default_transaction_read_only": "on"}
        async with asyncpg.create_pool(
            dsn, min_size=3, max_size=3, server_settings=settings
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def lines():
        last, sql = 0, "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"
        while rows := await app.state.pool.fetch(sql, last):
            for last, dish in rows:
                yield f"{last} {dish}\n"

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
