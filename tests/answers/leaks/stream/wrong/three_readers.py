# verdict: first pages expected 4, seen 3
def stream(dsn):
    app = shop(dsn, orders=True)
    readers = asyncio.Semaphore(3)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")

        async def pages():
            async with readers:
                for row in rows:
                    yield page(*row)

        return StreamingResponse(pages())

    return app
