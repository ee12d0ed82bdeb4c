# verdict: ^Right:
# Depends(..., scope="function"), except BaseException with raise and else.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        connection = await app.state.pool.acquire()
        try:
            yield connection
        except BaseException:
            await app.state.pool.release(connection)
            raise
        else:
            await app.state.pool.release(connection)

    Lent = Annotated[asyncpg.Connection, Depends(lend, scope="function")]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(status_code=404, detail=f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
