# verdict: /share\?guests=\d+: expected status
# points: 2
# The dependency makes a polite 400 of every error that is no HTTPException.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        async with app.state.pool.acquire() as connection:
            try:
                yield connection
            except HTTPException:
                raise
            except Exception as problem:
                raise HTTPException(400, str(problem)) from problem

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
