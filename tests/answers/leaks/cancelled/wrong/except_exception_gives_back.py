# verdict: gets no answer: it waits for a connection, and no guest is there who could have one\.
# Gives back in except Exception and in else; the ticker borrows rightly for each line.
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        connection = await app.state.pool.acquire()
        try:
            price = await connection.fetchval(PRICE, number)
        except Exception:
            await app.state.pool.release(connection)
            raise
        else:
            await app.state.pool.release(connection)
        return price

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            async with app.state.pool.acquire() as connection:
                while True:
                    yield f"{await connection.fetchval(PRICE, number)}\n"
                    await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
