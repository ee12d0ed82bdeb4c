# verdict: while all connections are out: expected status 503, seen 500
def bounded(dsn):
    app = shop(dsn)
    later = {"Retry-After": "2"}

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire(timeout=0.5) as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
