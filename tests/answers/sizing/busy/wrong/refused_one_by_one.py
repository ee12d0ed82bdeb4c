# verdict: before the clients give up, after 2 seconds, seen \d of 6
import asyncio


def busy(dsn):
    app, door = shop(dsn), asyncio.Lock()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with door:
                connection = await app.state.pool.acquire(timeout=0.6)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
