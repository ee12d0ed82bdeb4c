# verdict: Right
def recover(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except asyncpg.ConnectionDoesNotExistError:
                pass
        raise HTTPException(503, "lost twice")

    return app
