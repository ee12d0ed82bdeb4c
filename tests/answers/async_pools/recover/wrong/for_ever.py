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
        while True:
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                pass

    return app
