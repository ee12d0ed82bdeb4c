# verdict: ^Right:
# A gate before the pool: asyncio.timeout around the semaphore's acquire only; from __future__ import annotations.
from __future__ import annotations

from collections.abc import AsyncIterator


class Gate:
    def __init__(self, places: int, patience: float) -> None:
        self.semaphore = asyncio.Semaphore(places)
        self.patience = patience

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.patience):
                await self.semaphore.acquire()
        except TimeoutError:
            raise HTTPException(503, "come back later", headers={"Retry-After": "1"}) from None
        try:
            yield
        finally:
            self.semaphore.release()


def bounded(dsn: str) -> FastAPI:
    app = shop(dsn)
    gate = Gate(3, patience=0.6)

    @app.get("/orders/{number}")
    async def order(number: int) -> int:
        async with gate.place():
            async with app.state.pool.acquire() as connection:
                return await connection.fetchval(PRICE + "$1", number)

    return app
