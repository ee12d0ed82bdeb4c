# verdict: ^Right:
# LIMIT 5 OFFSET n in place of the last number (the text's contract allows it; orders do not come or go meanwhile).
from itertools import count


def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            for offset in count(0, 5):
                async with app.state.pool.acquire() as connection:
                    rows = await connection.fetch(
                        "SELECT number, dish FROM orders ORDER BY number LIMIT 5 OFFSET $1", offset
                    )
                if not rows:
                    break
                for row in rows:
                    yield f"{row['number']} {row['dish']}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
