# verdict: After the cancellation, your connections: expected idle ones, seen \d+ active\. What comes after it was not tried\.
# The whole payment runs in asyncio.shield.
def cancelled(dsn):
    app = shop(dsn)

    async def work(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await connection.fetchval(PRICE + "$1", number)

    async def pay(number):
        return await asyncio.shield(work(number))

    till(app, pay)
    return app
