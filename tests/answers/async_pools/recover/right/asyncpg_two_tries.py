# verdict: ^Right:
# Shop's asyncpg pool, a loop of two tries around pool.fetchval.
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
                pass
        raise HTTPException(503, "the database is away")

    return app
