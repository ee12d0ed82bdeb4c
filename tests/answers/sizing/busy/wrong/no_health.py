# verdict: GET /health, while all 3 connections are out: expected 200 and 'alive' as JSON, seen 404
# points: 5
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)


    return app
