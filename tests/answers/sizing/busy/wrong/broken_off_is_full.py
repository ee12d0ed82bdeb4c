# verdict: query that fails .*breaks it off.*expected status 500, seen 503
# points: 5
def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with app.state.pool.acquire(timeout=1) as connection:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        except (TimeoutError, asyncpg.QueryCanceledError):
            raise HTTPException(503, headers={"Retry-After": "1"}) from None

    @app.get("/health")
    async def health():
        return "alive"

    return app
