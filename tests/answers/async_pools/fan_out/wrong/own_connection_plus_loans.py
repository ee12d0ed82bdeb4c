# verdict: \d+ bills that come while all connections are out \(before them, \d+ could be lent\): expected \d+ answers, seen \d+ within \d+ s\.
# points: 3
# The request's dependency holds a connection for the first order; the other orders take theirs from the pool.
def fan_out(dsn):
    app = shop(dsn)

    async def lent():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(
        number: Annotated[list[int], Query()],
        connection: Annotated[asyncpg.Connection, Depends(lent)],
    ):
        first, *others = number
        return await asyncio.gather(
            connection.fetchval(PRICE + "$1", first),
            *[app.state.pool.fetchval(PRICE + "$1", one) for one in others],
        )

    return app
