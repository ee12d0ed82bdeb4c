# verdict: \d+ requests at once, each query of \d+ s: expected \d+ answers, seen \d+ within \d+ s\.
# points: 2
# The request's dependency lends one connection for the first price, the second price takes another from the pool.
def one_each(dsn):
    app = shop(dsn)

    async def lent():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int, mine: Annotated[asyncpg.Connection, Depends(lent)]):
        return await asyncio.gather(
            mine.fetchval(PRICE + "$1", one), app.state.pool.fetchval(PRICE + "$1", other)
        )

    return app
