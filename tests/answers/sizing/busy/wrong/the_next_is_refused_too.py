# verdict: After 6 refusals, .*expected 3, seen .*503
# points: 4
def busy(dsn):
    app = shop(dsn)
    app.state.was_full = False

    @app.get("/orders/{number}")
    async def order(number: int):
        if app.state.was_full and app.state.pool.get_idle_size():
            app.state.was_full = False
            raise HTTPException(503, headers={"Retry-After": "1"})
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            app.state.was_full = True
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
