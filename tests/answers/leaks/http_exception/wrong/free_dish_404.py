# verdict: After the table has changed: GET
# A price of 0 is taken for a missing order.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        if price := await connection.fetchval(PRICE, number):
            return {"price": price}
        raise HTTPException(404, f"no order {number}")

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
