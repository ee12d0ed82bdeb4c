# verdict: ^Right:
# Asyncio.timeout around an async with; the ticker holds one connection in an async with.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                async with app.state.pool.acquire() as connection:
                    price = await connection.fetchval(PRICE, number)
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None
        return {"price": price}

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            async with app.state.pool.acquire() as connection:
                while True:
                    yield f"{await connection.fetchval(PRICE, number)}\n"
                    await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
