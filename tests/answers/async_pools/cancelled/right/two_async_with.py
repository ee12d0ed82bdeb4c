# verdict: ^Right:
# Asyncpg, acquire and transaction as context managers.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await connection.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
