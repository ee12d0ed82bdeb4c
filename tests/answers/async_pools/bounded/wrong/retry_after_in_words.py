# verdict: expected seconds in Retry-After, seen 'in a moment'
def bounded(dsn):
    app = shop(dsn)
    later = {"Retry-After": "in a moment"}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers=later) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
