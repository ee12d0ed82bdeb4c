# verdict: ^Right:
# Everything by hand: start, commit or rollback on BaseException, release in finally.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        try:
            transaction = connection.transaction()
            await transaction.start()
            try:
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                price = await connection.fetchval(PRICE + "$1", number)
            except BaseException:
                await transaction.rollback()
                raise
            await transaction.commit()
            return price
        finally:
            await app.state.pool.release(connection)

    till(app, pay)
    return app
