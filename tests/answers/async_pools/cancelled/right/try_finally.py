# verdict: Right
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        try:
            await connection.execute("BEGIN")
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
            await connection.execute("COMMIT")
            return price
        finally:
            await app.state.pool.release(connection)

    till(app, pay)
    return app
