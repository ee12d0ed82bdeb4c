# verdict: After 3 connections were ended in mid-query, queries tried again: expected 3, seen 0
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
        for _ in range(2):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                await asyncio.sleep(100)
        raise HTTPException(503)

    return app
