# verdict: When two of them ask for the same order, of \d+ who come at once, served at once: expected \d+, seen \d+
# Refuses when only one is left, to have one in reserve.
def busy(dsn):
    app = shop(dsn)
    app.state.out = 0

    @app.get("/orders/{number}")
    async def order(number: int):
        if app.state.out >= 3 - 1:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        app.state.out += 1
        try:
            async with app.state.pool.acquire() as connection:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            app.state.out -= 1

    @app.get("/health")
    async def health():
        return "alive"

    return app
