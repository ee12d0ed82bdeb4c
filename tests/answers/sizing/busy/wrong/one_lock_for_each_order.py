# verdict: two of them ask for the same order, .*expected 3, seen 2
import asyncio
from collections import defaultdict


def busy(dsn):
    app = shop(dsn)
    locks = defaultdict(asyncio.Lock)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(1):
                await locks[number].acquire()
                try:
                    connection = await app.state.pool.acquire()
                except BaseException:
                    locks[number].release()
                    raise
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            locks[number].release()
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
