# verdict: The ticker should say \d+ now; seen
# points: 2
# The ticker waits for a tenth of a second, then reads in one repeatable-read transaction.
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
            await asyncio.sleep(0.1)
            async with app.state.pool.acquire() as connection:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    while True:
                        yield f"{await connection.fetchval(PRICE, number)}\n"
                        await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
