# verdict: ^Right:
# Keeps the dependency with scope="function"; rows are fetched in the endpoint, the stream uses only them.
def stream(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/menu")
    async def menu(
        connection: Annotated[asyncpg.Connection, Depends(lend, scope="function")],
    ):
        rows = await connection.fetch("SELECT number, dish, price FROM orders ORDER BY number")

        async def pages():
            for number, dish, price in rows:
                yield page(number, dish, price)

        return StreamingResponse(pages())

    return app
