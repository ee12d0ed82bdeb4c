# verdict: \d+ requests more, while all connections are out: expected seconds in Retry\-After, seen
# 503 in time, without the header.
def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, "All waiters are busy. Retry after a second.") from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
