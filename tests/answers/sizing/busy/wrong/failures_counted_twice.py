# verdict: After queries that failed, 2 more come .*clients give up, after 2 seconds, seen none
# points: 5
# gives the place back twice when the query fails, so that the door lets more in than three
import asyncio


def busy(dsn):
    app = shop(dsn)
    places = asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if places.locked():
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        await places.acquire()
        try:
            async with app.state.pool.acquire() as connection:
                price = "SELECT price FROM orders WHERE number = $1"
                return await connection.fetchval(price, number)
        except Exception:
            places.release()
            raise
        finally:
            places.release()

    @app.get("/health")
    async def health():
        return "alive"

    return app
