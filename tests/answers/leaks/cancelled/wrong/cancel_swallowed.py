# verdict: and no price in that time: expected status
# Ask catches the CancelledError and returns None.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            try:
                return await connection.fetchval(PRICE, number)
            except asyncio.CancelledError:
                return None

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
                async with app.state.pool.acquire() as connection:
                    price = await connection.fetchval(PRICE, number)
                yield f"{price}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
