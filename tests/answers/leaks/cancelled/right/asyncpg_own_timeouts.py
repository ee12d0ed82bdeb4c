# verdict: ^Right:
# Asyncpg's own timeouts with one deadline for acquire and query; try/finally instead of async with.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        clock = asyncio.get_running_loop().time
        deadline = clock() + patience
        try:
            connection = await app.state.pool.acquire(timeout=patience)
            try:
                left = max(0.001, deadline - clock())
                price = await connection.fetchval(PRICE, number, timeout=left)
            finally:
                await app.state.pool.release(connection)
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None
        return {"price": price}

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            connection = await app.state.pool.acquire()
            try:
                while True:
                    yield f"{await connection.fetchval(PRICE, number)}\n"
                    await asyncio.sleep(0.1)
            finally:
                await app.state.pool.release(connection)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
