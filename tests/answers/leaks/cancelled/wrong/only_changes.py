# verdict: about ten lines a second to each of 3 guests who watch at once
# points: 2
# Sends a line only when the price has changed.
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
            last = object()
            while True:
                price = await app.state.pool.fetchval(PRICE, number)
                if price != last:
                    yield f"{price}\n"
                last = price
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
