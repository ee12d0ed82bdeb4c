# verdict: queries that still run on the server|expected status 504, seen 500
# After a timeout the whole pool is thrown away and made anew.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        await app.state.pool.release(connection)
        return price

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            app.state.pool.terminate()
            app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3)
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                async with app.state.pool.acquire() as connection:
                    price = await connection.fetchval(PRICE, number)
                yield f"{price}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
