# verdict: expected 3, seen 1, and a request that was answered before its query: 503
# a lock around the query: one is served at a time, waiting for the lock is limited as well
import asyncio


def busy(dsn):
    app = shop(dsn)
    lock = asyncio.Lock()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            await asyncio.wait_for(lock.acquire(), 1)
        except asyncio.TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            async with app.state.pool.acquire() as connection:
                price = "SELECT price FROM orders WHERE number = $1"
                return await connection.fetchval(price, number)
        finally:
            lock.release()

    @app.get("/health")
    async def health():
        return "alive"

    return app
