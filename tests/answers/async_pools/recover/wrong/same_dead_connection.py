# verdict: After \d+ connections were ended in mid\-query, queries tried again: expected \d+, seen \d+
# points: 2
# The loop stands inside the async with, so that the second try is on the same connection.
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
        try:
            async with app.state.pool.acquire() as connection:
                try:
                    return await connection.fetchval(PRICE + "$1", number)
                except LOST:
                    return await connection.fetchval(PRICE + "$1", number)
        except LOST:
            raise HTTPException(503) from None

    return app
