# verdict: expected no third try, seen
# points: 3
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
        for _ in range(3):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                pass
        raise HTTPException(503)

    return app
