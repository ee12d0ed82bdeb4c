# verdict: After \d+ refusals, of \d+ who come at once, served at once: expected \d+, seen \d+
# points: 4
# Counts who is inside; the refused are counted in, but never out.
def busy(dsn):
    app = shop(dsn)
    app.state.inside = 0

    async def place():
        app.state.inside += 1
        if app.state.inside > 3:
            raise HTTPException(503, "full", headers={"Retry-After": "2"})
        try:
            yield
        finally:
            app.state.inside -= 1

    @app.get("/orders/{number}", dependencies=[Depends(place)])
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
