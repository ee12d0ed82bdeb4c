# verdict: that wait for one not all have an answer when their patience is over
# Borrowing stands outside the time limit.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        async with app.state.pool.acquire() as connection:
            try:
                price = await asyncio.wait_for(connection.fetchval(PRICE, number), patience)
            except TimeoutError:
                raise HTTPException(504, "the kitchen is slow") from None
        return {"price": price}

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
