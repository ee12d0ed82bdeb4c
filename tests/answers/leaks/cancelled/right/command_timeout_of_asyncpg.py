# verdict: ^Right:
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        clock = asyncio.get_running_loop().time
        end = clock() + patience
        try:
            async with app.state.pool.acquire(timeout=patience) as connection:
                price = await connection.fetchval(PRICE, number, timeout=max(end - clock(), 0.001))
                return {"price": price}
        except TimeoutError as late:
            raise HTTPException(504) from late

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
