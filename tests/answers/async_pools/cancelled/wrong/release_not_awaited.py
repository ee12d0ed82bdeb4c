# verdict: Right after the start: expected 5 answers, seen 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        connection = await app.state.pool.acquire()
        try:
            async with connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        finally:
            app.state.pool.release(connection)

    till(app, pay)
    return app
