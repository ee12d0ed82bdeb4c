# verdict: After \d+ orders that are there: \d+ of \d+ requests have no answer within \d+ seconds, though the database has answered\. What do they wait for\?
# Holds one connection for "is it there?" and borrows a second one inside for the price.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            there = await connection.fetchval(
                "SELECT count(*) FROM orders WHERE number = $1", number
            )
            if not there:
                return {"price": None}
            return {"price": await app.state.pool.fetchval(PRICE, number)}

    return app
