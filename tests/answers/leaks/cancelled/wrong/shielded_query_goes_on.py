# verdict: queries that still run on the server, each on a connection: expected \d+, seen \d+\.
# Shields the asking from the time limit, so that the connection comes back by itself later.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        asking = asyncio.create_task(ask(number))
        try:
            return {"price": await asyncio.wait_for(asyncio.shield(asking), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
