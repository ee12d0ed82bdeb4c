# verdict: expected 200 and \d+ as JSON, seen 200 and 
# the price as a text
def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            price = "SELECT price FROM orders WHERE number = $1"
            return str(await connection.fetchval(price, number))
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
