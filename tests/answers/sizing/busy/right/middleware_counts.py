# verdict: ^Right
def busy(dsn):
    app, inside = shop(dsn), set()

    @app.middleware("http")
    async def three_at_most(request, call_next):
        if request.url.path == "/health":
            return await call_next(request)
        if len(inside) == 3:
            return JSONResponse("full", 503, headers={"Retry-After": "3"})
        inside.add(request)
        try:
            return await call_next(request)
        finally:
            inside.remove(request)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval("SELECT price FROM orders WHERE number = $1", number)


    @app.get("/health")
    async def health():
        return "alive"

    return app
