# verdict: After the table has changed: GET
# Asks for truth in place of None.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
            if not price:
                return {"price": None}
            return {"price": price}

    return app
