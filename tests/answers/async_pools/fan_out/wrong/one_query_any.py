# verdict: A bill of \d+ orders: queries in the database at once: expected \d+, seen \d+\.
# One query for the whole bill, with ANY.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        rows = await app.state.pool.fetch(
            "SELECT number, price FROM orders WHERE number = ANY($1::int[])", number
        )
        prices = {row["number"]: row["price"] for row in rows}
        return [prices[one] for one in number]

    return app
