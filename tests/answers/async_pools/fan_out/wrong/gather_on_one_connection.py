# verdict: A bill of 3 orders: queries in the database at once: expected 3, seen [01].* Your app raised InterfaceError
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        async with app.state.pool.acquire() as connection:
            return await asyncio.gather(*[connection.fetchval(PRICE + "$1", one) for one in number])

    return app
