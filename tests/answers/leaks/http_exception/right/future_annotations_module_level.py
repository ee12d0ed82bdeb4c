# verdict: ^Right:
# Dependency at the top of the cell, takes the pool from the request; `from __future__ import annotations`.
from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request


async def lend(request: Request) -> AsyncIterator[asyncpg.Connection]:
    async with request.app.state.pool.acquire() as connection:
        yield connection


Lent = Annotated[asyncpg.Connection, Depends(lend)]


async def order(number: int, connection: Lent) -> dict[str, int]:
    price = await connection.fetchval(PRICE, number)
    if price is None:
        raise HTTPException(404, f"no order {number}")
    return {"price": price}


async def share(number: int, guests: int, connection: Lent) -> dict[str, int]:
    return {"share": await connection.fetchval(PRICE, number) // guests}


def http_exception(dsn: str) -> FastAPI:
    app = shop(dsn)
    app.get("/orders/{number}")(order)
    app.get("/orders/{number}/share")(share)
    return app
