# verdict: After the cancellation, your connections: expected idle ones, seen 3 active
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async def work():
            async with app.state.pool.acquire() as connection, connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)

        task = asyncio.create_task(work())
        while not task.done():
            await asyncio.sleep(0.01)
        return task.result()

    till(app, pay)
    return app
