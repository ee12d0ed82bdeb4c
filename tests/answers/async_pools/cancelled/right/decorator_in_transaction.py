# verdict: ^Right:
# A decorator lends the connection in a transaction; the price is asked in a TaskGroup's task on the same connection.
from functools import wraps


def cancelled(dsn):
    app = shop(dsn)

    def in_transaction(work):
        @wraps(work)
        async def wrapped(*args):
            async with app.state.pool.acquire() as connection:
                async with connection.transaction():
                    return await work(connection, *args)

        return wrapped

    async def price_of(connection, number):
        return await connection.fetchval(PRICE + "$1", number)

    @in_transaction
    async def pay(connection, number):
        await connection.execute("INSERT INTO payments VALUES ($1)", number)
        async with asyncio.TaskGroup() as group:
            price = group.create_task(price_of(connection, number))
        return price.result()

    till(app, pay)
    return app
