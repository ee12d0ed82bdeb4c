# verdict: expected status 200, seen 500.*ValueError
# A share of 0 euros (before the bread) is taken for a missing order.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            query = "SELECT price / $2::int FROM orders WHERE number = $1"
            each = await connection.fetchval(query, number, guests)
            if not each:
                raise ValueError(f"no order {number}")
            return {"share": each + 2}

    return app
