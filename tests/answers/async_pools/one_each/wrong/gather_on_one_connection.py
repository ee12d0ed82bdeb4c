# verdict: two orders: queries in the database at once: expected 2, seen [01].* Your app raised InterfaceError
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        async with app.state.pool.acquire() as connection:
            return await asyncio.gather(
                connection.fetchval(PRICE + "$1", one), connection.fetchval(PRICE + "$1", other)
            )

    return app
