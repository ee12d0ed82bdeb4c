# verdict: GET /health, .*expected 200 and 'alive' as JSON, seen 200 and .*status
# points: 5
# health answers with an object
def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return {"status": "alive"}

    return app
