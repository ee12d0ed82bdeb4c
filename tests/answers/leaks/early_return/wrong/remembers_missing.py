# verdict: After the table has changed: GET
# Keeps a set of the numbers that were not there, so as not to ask for them again.
def early_return(dsn):
    app = shop(dsn)
    missing = set()

    @app.get("/orders/{number}")
    async def order(number: int):
        if number in missing:
            return {"price": None}
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        if price is None:
            missing.add(number)
        return {"price": price}

    return app
