# verdict: ^Right:
def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SET LOCAL statement_timeout = {int(patience * 1000)}")
            try:
                async with connection.transaction():
                    return {"price": await connection.fetchval(PRICE, number)}
            except asyncpg.QueryCanceledError:
                raise HTTPException(504) from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app
