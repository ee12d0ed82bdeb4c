# verdict: Right
def bounded(dsn):
    app = shop(dsn)
    free = asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if free.locked():
            raise HTTPException(503, headers={"Retry-After": "5"})
        async with free, app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
