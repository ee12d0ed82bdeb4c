# verdict: shared by 0 guests.*expected 3, seen 0
# points: 2
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        connection = await app.state.pool.acquire()
        try:
            yield connection
        except HTTPException:
            await app.state.pool.release(connection)
            raise
        await app.state.pool.release(connection)

    Lent = Annotated[object, Depends(lend)]

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
