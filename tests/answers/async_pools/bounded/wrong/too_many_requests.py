# verdict: expected status 503, seen 429
def bounded(dsn):
    app = shop(dsn)

    async def lent():
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(429, headers={"Retry-After": "2"}) from None
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
