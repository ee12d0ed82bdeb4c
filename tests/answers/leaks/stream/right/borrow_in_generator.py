# verdict: ^Right:
# The async generator borrows for itself; the block ends before its first yield.
from __future__ import annotations

from collections.abc import AsyncIterator


def stream(dsn: str) -> FastAPI:
    app = shop(dsn, orders=True)

    async def pages() -> AsyncIterator[bytes]:
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch(
                "SELECT number, dish, price FROM orders ORDER BY number ASC"
            )
        for row in rows:
            yield page(row["number"], row["dish"], row["price"])

    @app.get("/menu")
    async def menu() -> StreamingResponse:
        return StreamingResponse(pages(), media_type="application/octet-stream")

    return app
