# verdict: After requests that were turned away, queries of 3 requests at once in the database: expected 3
# points: 2
def bounded(dsn):
    app = shop(dsn)
    later = {"Retry-After": "2"}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers=later) from None
        return await connection.fetchval(PRICE + "$1", number)

    return app
