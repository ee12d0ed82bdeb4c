# verdict: /share\?guests=0: expected status
# points: 2
# The endpoints turn any exception into the 404.
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
        try:
            return {"share": await connection.fetchval(PRICE, number) // guests}
        except Exception:
            raise HTTPException(404, f"no order {number}") from None

    return app
