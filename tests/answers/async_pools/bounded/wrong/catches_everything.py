# verdict: server breaks off, while 2 connections are free: expected status 500, seen 503
# points: 3
def bounded(dsn):
    app = shop(dsn)
    later = {"Retry-After": "2"}

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with app.state.pool.acquire(timeout=0.5) as connection:
                return await connection.fetchval(PRICE + "$1", number)
        except Exception:
            raise HTTPException(503, headers=later) from None

    return app
