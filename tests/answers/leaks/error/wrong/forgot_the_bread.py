# verdict: expected \{'share':
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            return {"share": await connection.fetchval(query, number, guests)}

    return app
