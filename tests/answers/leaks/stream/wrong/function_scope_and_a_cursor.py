# verdict: ends before the first page|breaks off|status 200, seen 500
def stream(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend, scope="function")]

    @app.get("/menu")
    async def menu(connection: Lent):
        async def pages():
            for row in await connection.fetch("SELECT * FROM orders ORDER BY number"):
                yield page(*row)

        return StreamingResponse(pages())

    return app
