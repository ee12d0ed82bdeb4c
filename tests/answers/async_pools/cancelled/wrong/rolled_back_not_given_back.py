# verdict: After 3 payments cancelled in mid-query, connections that the pool can lend: expected 3, seen 0
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        async with connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
        await app.state.pool.release(connection)
        return price

    till(app, pay)
    return app
