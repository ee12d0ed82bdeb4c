# verdict: While \d+ payments ask for the price: expected \d+ transactions with a row inserted, which nobody else sees yet; seen \d+ that have written, and \d+ rows for all to see\. What comes first, and what belongs to the transaction\?
# points: 3
# No transaction; the row is committed at once and deleted again if the payment does not end well.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection:
            row = await connection.fetchval(
                "INSERT INTO payments VALUES ($1) RETURNING ctid::text", number
            )
            try:
                return await connection.fetchval(PRICE + "$1", number)
            except BaseException:
                await connection.execute("DELETE FROM payments WHERE ctid = $1::text::tid", row)
                raise

    till(app, pay)
    return app
