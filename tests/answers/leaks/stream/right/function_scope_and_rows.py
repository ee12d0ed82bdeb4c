# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend, scope="function")]

    @app.get("/menu")
    async def menu(connection: Lent):
        rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        return StreamingResponse(page(*row) for row in rows)

    return app
