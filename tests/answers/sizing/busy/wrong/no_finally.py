# verdict: After \d+ queries that failed in the server, the next is answered
# points: 5
# Releases after the query, but without finally.
def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        pool = app.state.pool
        try:
            connection = await pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        price = await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        await pool.release(connection)
        return price

    @app.get("/health")
    async def health():
        return "alive"

    return app
