# verdict: and no price in that time: expected status
# In place of the 504 it answers with the last price that it has seen.
def cancelled(dsn):
    app = shop(dsn, orders=True)
    seen = {}

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            seen[number] = await connection.fetchval(PRICE, number)
            return seen[number]

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            if number in seen:
                return {"price": seen[number]}
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
