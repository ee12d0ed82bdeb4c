# verdict: have no answer within
# points: 2
# The dependency returns the connection; order gives it back in finally, share forgets to.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        return await app.state.pool.acquire()

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        try:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                raise HTTPException(404, f"no order {number}")
            return {"price": price}
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
