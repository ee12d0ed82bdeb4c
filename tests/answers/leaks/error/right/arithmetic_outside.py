# verdict: ^Right:
# Async with for the query only; the bread is added when the connection is back.
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection, connection.transaction(readonly=True):
            each = await connection.fetchval(query, number, guests)
        return {"share": each + 2}

    return app
