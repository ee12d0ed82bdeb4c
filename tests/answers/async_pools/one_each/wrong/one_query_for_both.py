# verdict: first request after the start, two orders: queries in the database at once: expected 2, seen 1
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        sql = "SELECT number, price FROM orders WHERE number = ANY($1)"
        prices = dict(await app.state.pool.fetch(sql, [one, other]))
        return [prices[one], prices[other]]

    return app
