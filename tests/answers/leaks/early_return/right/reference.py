# verdict: ^Right:
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    return app
