# verdict: ^Right:
# A helper in a block; a missing order is raised as a LookupError of one's own.
class NoSuchOrder(LookupError):
    pass


def error(dsn):
    app = shop(dsn, orders=True)

    async def each_pays(number, guests):
        async with app.state.pool.acquire() as connection:
            async with connection.transaction(readonly=True):
                row = await connection.fetchrow(
                    "SELECT price / $2::int AS each FROM orders WHERE number = $1", number, guests
                )
        if row is None:
            raise NoSuchOrder(number)
        return row["each"]

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int) -> dict[str, int]:
        return {"share": await each_pays(number, guests) + 2}

    return app
