# verdict: A bill of 6 orders: expected 6 queries on orders, seen 3
# points: 2
def fan_out(dsn):
    app = shop(dsn)
    sql = "SELECT number, price FROM orders WHERE number = ANY($1::int[])"

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        thirds = [number[start::3] for start in range(3)]
        found = await asyncio.gather(*[app.state.pool.fetch(sql, one) for one in thirds if one])
        prices = {row["number"]: row["price"] for rows in found for row in rows}
        return [prices[one] for one in number]

    return app
