# verdict: When two of them ask for the same order, of \d+ who come at once, served at once: expected \d+, seen \d+\. What comes after that was not looked at\.
# A lock for each order, so that nobody reads it twice at the same time.
import asyncio
from collections import defaultdict


def busy(dsn):
    app = shop(dsn)
    locks = defaultdict(asyncio.Lock)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with locks[number]:
            try:
                connection = await app.state.pool.acquire(timeout=1)
            except TimeoutError:
                raise HTTPException(503, "full", headers={"Retry-After": "1"})
            try:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
            finally:
                await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
