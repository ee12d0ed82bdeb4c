# verdict: ^Right:
def error(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        connection = await app.state.pool.acquire()
        try:
            yield connection
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Annotated[object, Depends(lend)]):
        return {"share": await connection.fetchval(PRICE, number) // guests + 2}

    return app
