# verdict: After 6 refusals
# points: 4
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        if getattr(app.state, "closed", False):
            raise HTTPException(503, headers={"Retry-After": "30"})
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            app.state.closed = True
            raise HTTPException(503, headers={"Retry-After": "30"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)


    @app.get("/health")
    async def health():
        return "alive"

    return app
