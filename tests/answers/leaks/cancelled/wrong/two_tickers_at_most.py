# verdict: The ticker should say about ten lines a second to each of \d+ guests who watch at once; one of them has seen \d+ in
# points: 2
# Keeps one connection free for the others: a semaphore lets two tickers run at once.
def cancelled(dsn):
    app = shop(dsn, orders=True)
    seats = asyncio.Semaphore(2)

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
            async with seats, app.state.pool.acquire() as connection:
                while True:
                    yield f"{await connection.fetchval(PRICE, number)}\n"
                    await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
