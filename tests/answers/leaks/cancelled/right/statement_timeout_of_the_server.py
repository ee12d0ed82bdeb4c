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
                async with connection.transaction():
                    left = max(1, int(1000 * (end - clock())))
                    await connection.execute(f"SET LOCAL statement_timeout = {left}")
                    return {"price": await connection.fetchval(PRICE, number)}
        except (TimeoutError, asyncpg.QueryCanceledError):
            raise HTTPException(504) from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
