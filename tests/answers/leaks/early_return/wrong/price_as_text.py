# verdict: GET /orders/\d+: expected \{'price'
# The price is a string.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        return {"price": None if price is None else str(price)}

    return app
