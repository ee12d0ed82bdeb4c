# verdict: fail on a healthy connection, .* expected status 500, seen 503
# points: 3
def recover(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except Exception:
                pass
        raise HTTPException(503)

    return app
