# verdict: wait for a connection.*expected status 504, seen 500
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        try:
            connection = await app.state.pool.acquire()
            return await connection.fetchval(PRICE, number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
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
