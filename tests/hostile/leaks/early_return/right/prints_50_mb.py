# before: no limit
# verdict: ^Right:
for _ in range(50):
    print("x" * 10**6)


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    return app
