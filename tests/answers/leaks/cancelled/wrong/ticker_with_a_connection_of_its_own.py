# verdict: watch the ticker: expected 3 connections at most, seen \d
# points: 2
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            connection = await asyncpg.connect(dsn)
            try:
                while True:
                    yield f"{await connection.fetchval(PRICE, number)}\n"
                    await asyncio.sleep(0.1)
            finally:
                connection.terminate()

        return StreamingResponse(lines(), media_type="text/plain")

    return app
