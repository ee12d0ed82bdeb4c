# verdict: After the table has changed: GET
# Loads the numbers at the start and answers null for any other without asking the database.
def early_return(dsn):
    app, numbers = shop(dsn), set()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            if not numbers:
                numbers.update(r["number"] for r in await connection.fetch("SELECT number FROM orders"))
            if number not in numbers:
                return {"price": None}
            return {"price": await connection.fetchval(PRICE, number)}

    return app
