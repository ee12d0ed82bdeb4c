# verdict: \d+ requests more, while all connections are out: expected seconds in Retry\-After, seen
# Retry-After is a fraction.
PATIENCE = 0.5


def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=PATIENCE)
        except TimeoutError:
            raise HTTPException(503, "busy", headers={"Retry-After": str(PATIENCE)}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
