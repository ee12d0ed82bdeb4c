# verdict: query that fails .*expected status 500, seen 400
# points: 5
# a handler makes a 400 of everything the server reports
def busy(dsn):
    app = shop(dsn)

    @app.exception_handler(asyncpg.PostgresError)
    async def bad(request, error):
        return JSONResponse({"detail": str(error)}, 400)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
