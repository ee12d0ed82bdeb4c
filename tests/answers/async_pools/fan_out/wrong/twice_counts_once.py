# verdict: A bill on which the same order stands twice: expected
# points: 2
# Collects the prices in a dict by number and answers its values.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        prices = dict.fromkeys(number)

        async def ask(one):
            prices[one] = await app.state.pool.fetchval(PRICE + "$1", one)

        await asyncio.gather(*[ask(one) for one in prices])
        return list(prices.values())

    return app
