# verdict: expected status 409 and .*pay\(\) ended as cancelled.*, as the till answers .*, seen 409
def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        try:
            async with app.state.pool.acquire() as connection, connection.transaction():
                await connection.execute("INSERT INTO payments VALUES ($1)", number)
                return await connection.fetchval(PRICE + "$1", number)
        except asyncio.CancelledError:
            raise HTTPException(409, "cancelled") from None

    till(app, pay)
    return app
