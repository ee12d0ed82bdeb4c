# verdict: connections that the pool can still lend: expected \d+, seen \d+\.
# Takes an HTTPException for an answer and no error, and gives back only after other errors.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        connection = await app.state.pool.acquire()
        try:
            yield connection
        except (ArithmeticError, TypeError, asyncpg.PostgresError):
            await app.state.pool.release(connection)
            raise
        await app.state.pool.release(connection)

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
