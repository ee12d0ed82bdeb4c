# verdict: before the clients give up, after 2 seconds, seen [12] of \d
def bounded(dsn):
    app = shop(dsn)
    door = asyncio.Lock()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with door:
                connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
