# verdict: After \d+ bills shared by \d+ guests, the pool should lend the \d+ connections of before; of those that it lends \d+ are new\. What became of the old ones\?
# Believes that an error spoils a connection and has the pool replace it.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            try:
                each = await connection.fetchval(
                    "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
                )
                return {"share": each + 2}
            except Exception:
                await connection.close()
                raise

    return app
