# verdict: \. What becomes of the pool's error\? What comes after that was not looked at\.
# Remembers prices, and gives an old one when the pool is empty.
def busy(dsn):
    app = shop(dsn)
    known = {}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            if number in known:
                return known[number]
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        try:
            known[number] = await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)
        return known[number]

    @app.get("/health")
    async def health():
        return "alive"

    return app
