# verdict: /now\?patience=…, and all connections are lent: of \d+ requests that wait for one not all have an answer when their patience is over\.
# The whole patience for the waiting, and the whole patience again for the query.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with app.state.pool.acquire(timeout=patience) as connection:
                return {"price": await connection.fetchval(PRICE, number, timeout=patience)}
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
