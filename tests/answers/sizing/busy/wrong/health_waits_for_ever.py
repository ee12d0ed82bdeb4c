# verdict: GET /health, while all 3 connections are out: .* seen no answer
# points: 5
def busy(dsn):
    app = shop(dsn)

    async def lend():
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int, connection=Depends(lend)):
        return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        async with app.state.pool.acquire() as connection:
            await connection.fetchval("SELECT 1")
        return "alive"

    return app
