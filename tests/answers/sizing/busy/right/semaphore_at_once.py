# verdict: ^Right
import asyncio


def busy(dsn):
    app, free = shop(dsn), asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if free.locked():
            raise HTTPException(503, headers={"Retry-After": "1"})
        async with free, app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)


    @app.get("/health")
    async def health():
        return "alive"

    return app
