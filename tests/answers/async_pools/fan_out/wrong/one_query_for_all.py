# verdict: A bill of 3 orders: queries in the database at once: expected 3, seen 1
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        sql = "SELECT number, price FROM orders WHERE number = ANY($1)"
        prices = dict(await app.state.pool.fetch(sql, number))
        return [prices[one] for one in number]

    return app
