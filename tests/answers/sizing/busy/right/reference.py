def busy(dsn):
    app = shop(dsn)

    async def lend():
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "No connection free.", {"Retry-After": "2"}) from None
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lend)]):
        price = "SELECT price FROM orders WHERE number = $1"
        return await connection.fetchval(price, number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
