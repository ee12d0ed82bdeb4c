# verdict: Right after the start, connections that the pool can lend: expected \d+, seen \d+\. Your connections, as the server sees them: \d+ active, \d+ idle in transaction\. By which way out of pay\(\) does a connection not come back\? What comes after it was not tried\.
# The price is asked with pool.fetchval, while the insert's connection is held.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await app.state.pool.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
