# verdict: A bill of \d+ orders: queries in the database at once: expected \d+, seen \d+\.
# A semaphore of two per bill, to leave a connection for the others.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        turn = asyncio.Semaphore(2)

        async def price(one):
            async with turn, app.state.pool.acquire() as connection:
                return await connection.fetchval(PRICE + "$1", one)

        return await asyncio.gather(*[price(one) for one in number])

    return app
