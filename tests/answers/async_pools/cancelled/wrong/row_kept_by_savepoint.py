# verdict: Rows of cancelled payments in the table: expected \d+, seen \d+\.
# points: 3
# The price is asked in a savepoint; when cancelled, the insert is committed, and only then the cancellation goes on.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        stopped = None
        async with app.state.pool.acquire() as connection:
            async with connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                try:
                    async with connection.transaction():
                        price = await connection.fetchval(PRICE + "$1", number)
                except asyncio.CancelledError as error:
                    stopped = error
        if stopped is not None:
            raise stopped
        return price

    till(app, pay)
    return app
