# verdict: GET /orders/\d+/share\?guests=\d+: expected \{.*: \d+\}, seen .*\.
# Divides as floats.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
            return {"share": price / guests + 2}

    return app
