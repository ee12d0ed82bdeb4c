# verdict: The first request after the start, two orders: queries in the database at once: expected \d+, seen \d+\. Your connections, as the server sees them: \d+ active, \d+ idle\. On which connection does each query run, and who holds one without a query\? What comes after it was not tried\.
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
