# verdict: clients give up, after 2 seconds, seen none\. How long
def bounded(dsn):
    app = shop(dsn)

    async def lent():
        try:
            connection = await app.state.pool.acquire(timeout=3)
        except TimeoutError:
            later = {"Retry-After": "2"}
            raise HTTPException(503, "All connections are out.", headers=later) from None
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
