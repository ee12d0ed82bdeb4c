# verdict: 5 ask at once: expected 3 connections at most, seen [45]
def cancelled(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=30)
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await app.state.pool.fetchval(PRICE, number)}

    async def ask(number):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        await app.state.pool.release(connection)
        return price

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
