# verdict: ^Right:
# Each price is pool.fetchval, gathered; the shortest right answer.
def fan_out(dsn):
    app = shop(dsn)

    def price(number):
        return app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*map(price, number))

    return app
