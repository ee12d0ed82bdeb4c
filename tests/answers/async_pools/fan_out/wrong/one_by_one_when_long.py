# verdict: A bill of 6 orders: queries in the database at once: expected 3, seen 1
# points: 2
def fan_out(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        if len(number) > 3:
            return [await price(one) for one in number]
        return await asyncio.gather(*[price(one) for one in number])

    return app
