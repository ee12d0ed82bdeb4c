# verdict: \d+ requests more, while all connections are out: expected status
# Returns body, status and headers as a tuple, which FastAPI takes for the body of a 200.
def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            return {"detail": "busy"}, 503, {"Retry-After": "1"}
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app
