# verdict: After 6 refusals.* (expected 3, seen 0|answers 503)
# points: 4
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        app.state.inside = getattr(app.state, "inside", 0) + 1
        if app.state.inside > 3:
            raise HTTPException(503, headers={"Retry-After": "1"})
        try:
            return await app.state.pool.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            app.state.inside -= 1


    @app.get("/health")
    async def health():
        return "alive"

    return app
