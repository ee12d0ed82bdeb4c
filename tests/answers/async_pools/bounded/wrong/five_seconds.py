# verdict: \d+ requests more, while all connections are out: expected answers before the clients give up, after \d+ seconds, seen
# The wait at the checkout is bounded by five seconds.
def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=5)
        except TimeoutError:
            raise HTTPException(503, "busy", headers={"Retry-After": "5"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
