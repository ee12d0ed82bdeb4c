# verdict: \d+ requests more, while all connections are out: expected answers before the clients give up, after \d+ seconds, seen
# Up to five more may wait as long as it takes; only who finds the waiting room full gets a 503.
def bounded(dsn):
    app = shop(dsn)
    inside = asyncio.Semaphore(3 + 5)

    @app.get("/orders/{number}")
    async def order(number: int):
        if inside.locked():
            raise HTTPException(503, "the waiting room is full", headers={"Retry-After": "1"})
        async with inside, app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
