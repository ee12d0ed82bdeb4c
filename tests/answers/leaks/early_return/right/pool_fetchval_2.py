# verdict: ^Right:
# Lets the pool do the borrowing (pool.fetchval), no connection in sight.
from __future__ import annotations


def early_return(dsn: str) -> FastAPI:
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int) -> dict[str, int | None]:
        return {"price": await app.state.pool.fetchval(PRICE, number)}

    return app
