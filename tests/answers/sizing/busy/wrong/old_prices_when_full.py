# verdict: expected status 503, seen 200
# when the pool is empty, answers 200 with the price it saw last
def busy(dsn):
    app = shop(dsn)
    seen = {}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            if number in seen:
                return seen[number]
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            price = "SELECT price FROM orders WHERE number = $1"
            seen[number] = await connection.fetchval(price, number)
            return seen[number]
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
