# verdict: After a payment that was cancelled as it waited, connections that the pool can lend: expected 3, seen 2
# points: 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        pool = app.state.pool
        connection = await asyncio.shield(asyncio.ensure_future(pool.acquire()))
        try:
            async with connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        finally:
            await pool.release(connection)

    till(app, pay)
    return app
