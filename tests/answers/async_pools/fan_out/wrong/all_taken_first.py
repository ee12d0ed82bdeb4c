# verdict: A bill of 6 orders: queries in the database at once: expected 3, seen 0.*3 idle
# points: 2
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        pool = app.state.pool
        lent = [await pool.acquire() for _ in number]
        try:
            asked = zip(lent, number, strict=True)
            return await asyncio.gather(*[c.fetchval(PRICE + "$1", one) for c, one in asked])
        finally:
            for connection in lent:
                await pool.release(connection)

    return app
