# verdict: expected 3 queries still in the database, seen [0-2]|answered before its query: 503
def bounded(dsn):
    app = shop(dsn)
    later = {"Retry-After": "2"}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(0.5), app.state.pool.acquire() as connection:
                return await connection.fetchval(PRICE + "$1", number)
        except TimeoutError:
            raise HTTPException(503, headers=later) from None

    return app
