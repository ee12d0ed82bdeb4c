# verdict: ^Right:
# The found code mended: catches Exception and CancelledError, rolls back, release in finally.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        try:
            await connection.execute("BEGIN")
            try:
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                price = await connection.fetchval(PRICE + "$1", number)
            except (Exception, asyncio.CancelledError):
                await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")
        finally:
            await app.state.pool.release(connection)
        return price

    till(app, pay)
    return app
