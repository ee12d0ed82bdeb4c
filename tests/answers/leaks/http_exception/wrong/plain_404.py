# verdict: GET .*: expected .*, seen .*\.
# Raises HTTPException(404) without saying which order.
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
            raise HTTPException(404)
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
