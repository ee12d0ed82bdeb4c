# verdict: ^Right:
# AsyncExitStack holds the connection and the transaction.
from contextlib import AsyncExitStack


def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(app.state.pool.acquire())
            await stack.enter_async_context(connection.transaction())
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await connection.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
