# verdict: \d+ requests at once, each query of \d+ s: expected
# points: 2
# The bill's numbers lie in app.state and are read when a connection is there.
def one_each(dsn):
    app = shop(dsn)

    async def price(place):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", app.state.bill[place])

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        app.state.bill = (one, other)
        return await asyncio.gather(price(0), price(1))

    return app
