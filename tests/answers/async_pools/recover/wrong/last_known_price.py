# verdict: After \d+ connections were ended in mid\-query, queries tried again: expected \d+, seen \d+
# points: 2
# When the connection is lost, answers the price it knows from before, and asks again only if it knows none.
def recover(dsn):
    app = shop(dsn)
    LOST = (
        asyncpg.PostgresConnectionError,
        asyncpg.exceptions.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.exceptions.InternalClientError,
    )
    known = {}

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                known[number] = await app.state.pool.fetchval(PRICE + "$1", number)
                return known[number]
            except LOST:
                if number in known:
                    return known[number]
        raise HTTPException(503)

    return app
