# verdict: /share\?guests=\d+: expected status
# points: 1
# Adds the bread in SQL, so that a missing order is no error any more.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            return {
                "share": await connection.fetchval(
                    "SELECT price / $2::int + 2 FROM orders WHERE number = $1", number, guests
                )
            }

    return app
