# verdict: After 3 connections were ended in mid-query, queries tried again: expected 3, seen.*503
# points: 2
LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


def recover(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            for _ in range(2):
                try:
                    return await connection.fetchval(PRICE + "$1", number)
                except LOST:
                    pass
        raise HTTPException(503)

    return app
