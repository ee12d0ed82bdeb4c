# verdict: ^Right:
from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Said:
    price: int | None


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int) -> Said:
        async with app.state.pool.acquire() as connection:
            return Said(await connection.fetchval(PRICE, number))

    return app
