# verdict: While \d+ payments ask for the price: expected \d+ transactions with a row inserted, which nobody else sees yet; seen \d+ that have written, and \d+ rows for all to see\. What comes first, and what belongs to the transaction\?
# points: 3
# Asks for the price first and inserts afterwards, in one transaction.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            price = await connection.fetchval(PRICE + "$1", number)
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return price

    till(app, pay)
    return app
