# verdict: expected 3 transactions with a row inserted, which nobody else sees yet; seen 0 that have written, and 3 rows
# points: 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        """Insert the number, then return the price."""
        async with app.state.pool.acquire() as connection:
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            try:
                return await connection.fetchval(PRICE + "$1", number)
            except BaseException:
                await connection.execute("DELETE FROM payments WHERE number = $1", number)
                raise

    till(app, pay)
    return app
