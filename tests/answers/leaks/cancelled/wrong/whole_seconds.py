# verdict: and no price in that time: expected status
# Patience is an int.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: int):
        try:
            async with asyncio.timeout(patience):
                return {"price": await app.state.pool.fetchval(PRICE, number)}
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
