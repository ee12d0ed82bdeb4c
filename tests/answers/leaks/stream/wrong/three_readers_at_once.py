# verdict: \d+ guests read /menu slowly, and nobody has finished: first pages expected \d+, seen \d+\. What do the others wait for\?
# Gives the connection back early, but lets only three guests read at once.
def stream(dsn):
    app = shop(dsn, orders=True)
    tables = asyncio.Semaphore(3)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")

        async def pages():
            async with tables:
                for row in rows:
                    yield page(*row)

        return StreamingResponse(pages())

    return app
