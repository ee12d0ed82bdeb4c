# verdict: ^Right:
# Try/finally in both.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        connection = await app.state.pool.acquire()
        try:
            return await connection.fetchval(PRICE, number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), timeout=patience)}
        except asyncio.TimeoutError as problem:
            raise HTTPException(504, "the kitchen is slow") from problem

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            connection = await app.state.pool.acquire()
            try:
                while True:
                    price = await connection.fetchval(PRICE, number)
                    yield f"{price}\n".encode()
                    await asyncio.sleep(0.1)
            finally:
                await app.state.pool.release(connection)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
