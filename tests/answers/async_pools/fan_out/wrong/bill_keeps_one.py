# verdict: After these bills, queries of 3 requests at once in the database: expected 3, seen [12]
# points: 3
def fan_out(dsn):
    app, held = shop(dsn), []

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        prices = await asyncio.gather(*[price(one) for one in number])
        if len(number) > 4:
            held.append(await app.state.pool.acquire())
        return prices

    return app
