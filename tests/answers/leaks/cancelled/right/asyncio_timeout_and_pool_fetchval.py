# verdict: ^Right:
def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                return {"price": await app.state.pool.fetchval(PRICE, number)}
        except TimeoutError:
            raise HTTPException(504) from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await app.state.pool.fetchval(PRICE, number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
