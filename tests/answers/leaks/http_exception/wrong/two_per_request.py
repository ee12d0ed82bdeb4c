# verdict: have no answer within
# An existence check with its own uncached dependency borrows a second connection.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend, use_cache=False)]

    async def existing(number: int, connection: Lent):
        if not await connection.fetchval("SELECT 1 FROM orders WHERE number = $1", number):
            raise HTTPException(404, f"no order {number}")
        return number

    @app.get("/orders/{number}")
    async def order(number: Annotated[int, Depends(existing)], connection: Lent):
        return {"price": await connection.fetchval(PRICE, number)}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
