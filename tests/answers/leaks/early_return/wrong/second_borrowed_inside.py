# verdict: have no answer within|no answer within
# Looks with one connection whether the order is there and reads the price with a second one, while it still holds the first.
def early_return(dsn):
    app = shop(dsn)

    async def price_of(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            there = await connection.fetchval("SELECT 1 FROM orders WHERE number = $1", number)
            if there is None:
                return {"price": None}
            return {"price": await price_of(number)}

    return app
