# verdict: After requests that were turned away.*expected 3, seen [0-2]
# points: 2
# Remembers that the pool was full a moment ago: whoever comes next is turned away at once.
def bounded(dsn):
    app = shop(dsn)
    full = False

    @app.get("/orders/{number}")
    async def order(number: int):
        nonlocal full
        if full:
            full = False
            raise HTTPException(503, headers={"Retry-After": "1"})
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            full = True
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
