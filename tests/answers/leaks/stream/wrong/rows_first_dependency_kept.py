# verdict: \d+ guests read /menu slowly, and nobody has finished: first pages expected \d+, seen \d+\. What do the others wait for\?
# Fetches the rows in the endpoint, but the connection still comes from a dependency of the request's scope.
def stream(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.get("/menu")
    async def menu(connection: Annotated[asyncpg.Connection, Depends(lend)]):
        rows = await connection.fetch("SELECT * FROM orders ORDER BY number")

        async def pages():
            for row in rows:
                yield page(*row)

        return StreamingResponse(pages())

    return app
