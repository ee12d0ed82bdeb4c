# verdict: 6 requests at once, each query of 5 s: expected \[
# points: 2
def one_each(dsn):
    app = shop(dsn)
    prices = {}

    async def ask(place, number):
        async with app.state.pool.acquire() as connection:
            prices[place] = await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        await asyncio.gather(ask("one", one), ask("other", other))
        return [prices["one"], prices["other"]]

    return app
