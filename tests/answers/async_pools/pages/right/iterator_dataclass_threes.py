# verdict: ^Right:
# A dataclass with __aiter__ and __anext__, pages of three.
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Lines:
    pool: asyncpg.Pool
    last: int = 0
    rows: list = field(default_factory=list)

    def __aiter__(self) -> Lines:
        return self

    async def __anext__(self) -> str:
        if not self.rows:
            self.rows = await self.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 3", self.last
            )
            if not self.rows:
                raise StopAsyncIteration
        row = self.rows.pop(0)
        self.last = row["number"]
        return f"{row['number']} {row['dish']}\n"


def pages(dsn: str) -> FastAPI:
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        return StreamingResponse(Lines(app.state.pool), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
