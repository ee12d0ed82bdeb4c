# verdict: expected a whole number of seconds, from \d+ to
# points: 5
# Retry-After in milliseconds.
def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1500"})
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
