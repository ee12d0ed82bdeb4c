# verdict: \d+ queries that fail on a healthy connection, by a division by zero: expected status
# points: 3
# An error on a healthy connection is not tried again, but becomes a 503, too.
def recover(dsn):
    app = shop(dsn)
    LOST = (
        asyncpg.PostgresConnectionError,
        asyncpg.exceptions.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.exceptions.InternalClientError,
    )

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                continue
            except Exception:
                break
        raise HTTPException(503)

    return app
