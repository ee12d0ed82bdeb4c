# verdict: first pages expected 4, seen 3
def stream(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/menu")
    async def menu(connection: Annotated[asyncpg.Connection, Depends(lend)]):
        async def pages():
            for row in await connection.fetch("SELECT * FROM orders ORDER BY number"):
                yield page(*row)

        return StreamingResponse(pages())

    return app
