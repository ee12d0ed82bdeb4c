# verdict: /now\?patience=…, and all connections are lent: of \d+ requests that wait for one not all have an answer when their patience is over\.
# Pool.fetchval(timeout=...) limits the query, the waiting for a connection has no limit.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await app.state.pool.fetchval(PRICE, number, timeout=patience)}
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
