# verdict: After the table has changed: GET|and a request that was answered before its query
# Remembers each price it has once read.
def early_return(dsn):
    app, known = shop(dsn), {}

    @app.get("/orders/{number}")
    async def order(number: int):
        if number not in known:
            async with app.state.pool.acquire() as connection:
                price = await connection.fetchval(PRICE, number)
            if price is None:
                return {"price": None}
            known[number] = price
        return {"price": known[number]}

    return app
