# verdict: Right
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            price = await connection.fetchval(PRICE + "$1", number)
        except BaseException:
            await transaction.rollback()
            await app.state.pool.release(connection)
            raise
        await transaction.commit()
        await app.state.pool.release(connection)
        return price

    till(app, pay)
    return app
