# verdict: /share\?guests=\d: expected status
# Remembers the share of an order for so many guests.
def error(dsn):
    app, known = shop(dsn, orders=True), {}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        if (number, guests) not in known:
            async with app.state.pool.acquire() as connection:
                query = "SELECT price / $2::int FROM orders WHERE number = $1"
                known[number, guests] = await connection.fetchval(query, number, guests) + 2
        return {"share": known[number, guests]}

    return app
