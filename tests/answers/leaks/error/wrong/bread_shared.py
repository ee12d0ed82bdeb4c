# verdict: /share\?guests=\d: expected
# The bread is shared, too.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            total = await connection.fetchval(PRICE, number) + 2
            return {"share": await connection.fetchval("SELECT $1::int / $2::int", total, guests)}

    return app
