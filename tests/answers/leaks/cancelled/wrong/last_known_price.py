# verdict: and no price in that time: expected status
# A price that does not come in time is answered from memory.
def cancelled(dsn):
    app, known = shop(dsn, orders=True), {}

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                known[number] = await app.state.pool.fetchval(PRICE, number)
        except TimeoutError:
            if number not in known:
                raise HTTPException(504, "the kitchen is slow") from None
        return {"price": known[number]}

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
