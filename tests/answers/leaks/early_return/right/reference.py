# verdict: Right
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval("SELECT price FROM orders WHERE number = $1", number)

    return app
