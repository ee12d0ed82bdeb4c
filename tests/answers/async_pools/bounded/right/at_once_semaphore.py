# verdict: ^Right:
# No wait at all: a semaphore of three, 503 at once if it is locked.
def bounded(dsn):
    app = shop(dsn)
    places = asyncio.BoundedSemaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if places.locked():
            raise HTTPException(503, "full", headers={"Retry-After": "5"})
        async with places:
            return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
