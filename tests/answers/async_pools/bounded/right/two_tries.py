# verdict: ^Right:
# Asyncpg, acquire with a timeout of half a second in one try, use in a second.
def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        pool = app.state.pool
        try:
            connection = await pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, "all waiters are busy", headers={"Retry-After": "2"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await pool.release(connection)

    return app
