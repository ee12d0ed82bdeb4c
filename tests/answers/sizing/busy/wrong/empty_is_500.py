# verdict: expected status 503, seen 500
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire(timeout=0.5) as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)


    @app.get("/health")
    async def health():
        return "alive"

    return app
