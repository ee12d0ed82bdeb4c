# verdict: A bill of \d+ orders: expected \d+ queries on orders, seen \d+\. What does each of them ask for\? What comes after it was not tried\.
# points: 2
# Prices of bills are kept in a dict of the app.
def fan_out(dsn):
    app = shop(dsn)
    known = {}

    async def price(number):
        if number not in known:
            known[number] = await app.state.pool.fetchval(PRICE + "$1", number)
        return known[number]

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app
