# verdict: /share\?guests=\d: expected
# Divides as a float.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            query = "SELECT price / $2::int::float FROM orders WHERE number = $1"
            return {"share": await connection.fetchval(query, number, guests) + 2}

    return app
