# verdict: 3 payments whose query the server breaks off: expected status 500, seen 409
# points: 3
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        try:
            async with app.state.pool.acquire() as connection, connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        except asyncpg.PostgresError:
            raise asyncio.CancelledError from None

    till(app, pay)
    return app
