# verdict: Right
def recover(dsn):
    """Read, and once more if the connection was lost."""
    app = shop(dsn)
    lost = (
        asyncpg.PostgresConnectionError,
        asyncpg.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    )

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                async with app.state.pool.acquire() as connection:
                    return await connection.fetchval(PRICE + "$1", number)
            except lost:
                pass
        raise HTTPException(503, "The database is gone.", headers={"Retry-After": "1"})

    return app
