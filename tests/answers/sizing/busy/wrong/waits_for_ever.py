# verdict: clients give up, after 2 seconds, seen none\. How long
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)


    @app.get("/health")
    async def health():
        return "alive"

    return app
