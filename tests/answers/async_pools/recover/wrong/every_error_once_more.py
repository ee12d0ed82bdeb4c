# verdict: expected no second try, so 3 queries in all, seen 6
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
        try:
            return await app.state.pool.fetchval(PRICE + "$1", number)
        except Exception:
            pass
        try:
            return await app.state.pool.fetchval(PRICE + "$1", number)
        except LOST:
            raise HTTPException(503) from None

    return app
