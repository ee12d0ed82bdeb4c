# verdict: (cancelled as it waited, connections that the pool can lend|breaks off: queries in the database): expected 3, seen 2
# points: 3
guests = []


def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        guests.append(number)
        if len(guests) > 3:
            while len(guests) > 3 and number not in guests[:3]:
                await asyncio.sleep(0.01)
        async with app.state.pool.acquire() as connection:
            try:
                async with connection.transaction():
                    await connection.execute("INSERT INTO payments VALUES ($1)", number)
                    return await connection.fetchval(PRICE + "$1", number)
            finally:
                guests.remove(number)

    till(app, pay)
    return app
