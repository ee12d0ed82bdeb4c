# verdict: Rows of cancelled payments in the table: expected 0, seen 3
# points: 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with app.state.pool.acquire() as connection:
            try:
                async with connection.transaction():
                    await connection.execute("INSERT INTO payments VALUES ($1)", number)
                    return await connection.fetchval(PRICE + "$1", number)
            except asyncio.CancelledError:
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                raise

    till(app, pay)
    return app
