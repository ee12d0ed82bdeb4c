# verdict: time was over, GET /orders/.* gets no answer
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        connection = await app.state.pool.acquire()
        try:
            async with asyncio.timeout(patience):
                price = await connection.fetchval(PRICE, number)
                await app.state.pool.release(connection)
                return {"price": price}
        except TimeoutError:
            raise HTTPException(504) from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
