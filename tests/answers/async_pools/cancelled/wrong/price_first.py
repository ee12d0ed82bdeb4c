# verdict: expected 3 transactions with a row inserted, which nobody else sees yet; seen 0 that have written, and 0 rows
# points: 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        """Insert the number, then return the price."""
        async with app.state.pool.acquire() as connection, connection.transaction():
            price = await connection.fetchval(PRICE + "$1", number)
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return price

    till(app, pay)
    return app
