# verdict: The first request after the start, two orders: queries in the database at once: expected \d+, seen \d+\.
# One query with ANY for both numbers.
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        rows = await app.state.pool.fetch(
            "SELECT number, price FROM orders WHERE number = ANY($1::int[])", [one, other]
        )
        prices = {row["number"]: row["price"] for row in rows}
        return [prices[one], prices[other]]

    return app
