# verdict: After errors on healthy connections, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# points: 3
# Gives back after success and after a lost connection, but not after another error.
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
        pool = app.state.pool
        for _ in range(2):
            connection = await pool.acquire()
            try:
                price = await connection.fetchval(PRICE + "$1", number)
            except LOST:
                try:
                    await pool.release(connection)
                except LOST:
                    pass
                continue
            await pool.release(connection)
            return price
        raise HTTPException(503)

    return app
