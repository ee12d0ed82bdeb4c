# verdict: GET /orders/\d+/share\?guests=\d+: expected \{.*: \d+\}, seen .*\.
# Rounds the share up (math.ceil), so that the place does not lose a cent.
import math


def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
            return {"share": math.ceil((price + 2 * guests) / guests)}

    return app
