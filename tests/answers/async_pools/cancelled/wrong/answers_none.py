# verdict: as the till answers when pay\(\) ends cancelled, seen
# Cleans up well, but swallows the cancellation and returns None.
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        try:
            async with app.state.pool.acquire() as connection, connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        except asyncio.CancelledError:
            return None

    till(app, pay)
    return app
