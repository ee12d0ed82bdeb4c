# verdict: /share\?guests=\d+: expected status
# Validates guests with ge=1.
from fastapi import Query


def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: Annotated[int, Query(ge=1)]):
        async with app.state.pool.acquire() as connection:
            each = await connection.fetchval(
                "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
            )
            return {"share": each + 2}

    return app
