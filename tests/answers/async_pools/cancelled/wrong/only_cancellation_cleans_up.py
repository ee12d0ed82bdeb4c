# verdict: After \d+ payments whose query the server broke off, connections that the pool can lend: expected \d+, seen \d+\.
# points: 3
# Except CancelledError in place of except Exception: an error of the server now leaks.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        await connection.execute("BEGIN")
        try:
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
        except asyncio.CancelledError:
            await connection.execute("ROLLBACK")
            await app.state.pool.release(connection)
            raise
        await connection.execute("COMMIT")
        await app.state.pool.release(connection)
        return price

    till(app, pay)
    return app
