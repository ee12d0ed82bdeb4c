# verdict: queries that still come|expected 3, seen|The ticker
# points: 2
# One task per order reads the price for all its guests, with a connection it keeps for ever.
def cancelled(dsn):
    app, latest, readers = shop(dsn, orders=True), {}, {}

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    async def read(number, ready):
        async with app.state.pool.acquire() as connection:
            while True:
                latest[number] = await connection.fetchval(PRICE, number)
                ready.set()
                await asyncio.sleep(0.05)

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        if number not in readers:
            ready = asyncio.Event()
            readers[number] = asyncio.create_task(read(number, ready)), ready

        async def lines():
            await readers[number][1].wait()
            while True:
                yield f"{latest[number]}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
