# verdict: After 6 refusals, .*expected 3, seen 0, .*503
# points: 4
# counts free places down before it looks, and not up again for the refused
def busy(dsn):
    app = shop(dsn)
    app.state.free = 3

    @app.get("/orders/{number}")
    async def order(number: int):
        app.state.free -= 1
        if app.state.free < 0:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        try:
            async with app.state.pool.acquire() as connection:
                price = "SELECT price FROM orders WHERE number = $1"
                return await connection.fetchval(price, number)
        finally:
            app.state.free += 1

    @app.get("/health")
    async def health():
        return "alive"

    return app
