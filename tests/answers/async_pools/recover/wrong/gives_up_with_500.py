# verdict: second try died, too: expected status 503, seen 500
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
        except LOST:
            return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
