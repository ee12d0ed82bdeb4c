# verdict: ^Right:
# No waiting at all: three seats, whoever finds none free is refused at once.
import asyncio
from random import randint


def busy(dsn):
    app = shop(dsn)
    seats = asyncio.Semaphore(3)

    @asynccontextmanager
    async def seat():
        if seats.locked():
            raise HTTPException(503, "full", headers={"Retry-After": f"{randint(1, 5)}"})
        async with seats, app.state.pool.acquire() as connection:
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int):
        async with seat() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
