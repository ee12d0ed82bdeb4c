# verdict: After 3 queries that failed in the server, the next is answered 503.*come back
# points: 5
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        price = await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        await app.state.pool.release(connection)
        return price


    @app.get("/health")
    async def health():
        return "alive"

    return app
