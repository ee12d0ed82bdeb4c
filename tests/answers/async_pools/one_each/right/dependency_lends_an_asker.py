# verdict: ^Right:
# The dependency holds no connection, it hands over a function; from __future__ import annotations.
from __future__ import annotations

from collections.abc import Awaitable, Callable

Asker = Callable[[int], Awaitable[int]]


def asker(request: Request) -> Asker:
    pool = request.app.state.pool

    async def ask(number: int) -> int:
        connection = await pool.acquire()
        try:
            row = await connection.fetchrow(PRICE + "$1", number)
            return row["price"]
        finally:
            await pool.release(connection)

    return ask


def one_each(dsn: str) -> FastAPI:
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int, ask=Depends(asker)) -> list[int]:
        return list(await asyncio.gather(ask(one), ask(other)))

    return app
