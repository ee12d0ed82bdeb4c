# verdict: GET /health, .*seen 503
# points: 5
# a middleware lets three requests in, whatever they ask for
def busy(dsn):
    app = shop(dsn)
    app.state.inside = 0

    @app.middleware("http")
    async def door(request, call_next):
        if app.state.inside >= 3:
            return JSONResponse("full", 503, {"Retry-After": "1"})
        app.state.inside += 1
        try:
            return await call_next(request)
        finally:
            app.state.inside -= 1

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
