# verdict: Right after the start, connections that the pool can lend: expected \d+, seen \d+\.
# The price is asked with pool.fetchval, while the insert's connection is held.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await app.state.pool.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
