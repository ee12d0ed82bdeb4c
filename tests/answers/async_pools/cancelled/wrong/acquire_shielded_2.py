# verdict: After a payment that was cancelled as it waited, connections that the pool can lend: expected \d+, seen \d+\.
# points: 3
# The getting of the connection is shielded from the cancellation.
def cancelled(dsn):
    app = shop(dsn)

    async def get():
        return await app.state.pool.acquire()

    async def pay(number):
        connection = await asyncio.shield(get())
        try:
            async with connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    till(app, pay)
    return app
