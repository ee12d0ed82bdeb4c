# verdict: \d+ requests more, while all connections are out: expected answers before the clients give up, after \d+ seconds, seen
# points: 3
# After an error the place in the semaphore is given back twice, in except and in finally.
def bounded(dsn):
    app = shop(dsn)
    places = asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if places.locked():
            raise HTTPException(503, "busy", headers={"Retry-After": "1"})
        await places.acquire()
        try:
            return await app.state.pool.fetchval(PRICE + "$1", number)
        except Exception:
            places.release()
            raise
        finally:
            places.release()

    return app
