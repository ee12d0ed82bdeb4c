# verdict: first pages expected 4, seen 1
def stream(dsn):
    app = shop(dsn, orders=True)
    one = asyncio.Semaphore(1)

    @app.get("/menu")
    async def menu():
        async def pages():
            async with one, app.state.pool.acquire() as connection:
                for row in await connection.fetch("SELECT * FROM orders ORDER BY number"):
                    yield page(*row)

        return StreamingResponse(pages())

    return app
