# verdict: /share\?guests=\d+: expected status
# Suppresses the server's error and answers 200 with null.
from contextlib import suppress


def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        answer = {"share": None}
        async with app.state.pool.acquire() as connection:
            with suppress(asyncpg.DivisionByZeroError):
                each = await connection.fetchval(
                    "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
                )
                answer["share"] = each + 2
        return answer

    return app
