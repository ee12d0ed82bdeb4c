# verdict: expected status 500, seen 502
# points: 2
# Says 502 for what has gone wrong with the share.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        try:
            return {"share": price // guests}
        except ZeroDivisionError:
            raise HTTPException(502, "nobody to share with") from None

    return app
