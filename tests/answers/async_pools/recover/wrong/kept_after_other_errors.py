# verdict: After errors on healthy connections, queries of 3 requests at once in the database: expected 3, seen 0
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
        for _ in range(2):
            connection = await app.state.pool.acquire()
            try:
                price = await connection.fetchval(PRICE + "$1", number)
            except LOST:
                await app.state.pool.release(connection)
            else:
                await app.state.pool.release(connection)
                return price
        raise HTTPException(503)

    return app
