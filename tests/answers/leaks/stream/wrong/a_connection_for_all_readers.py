# verdict: While 4 guests read slowly, connections that the pool can still lend: expected 3, seen 2
def stream(dsn):
    app = shop(dsn, orders=True)
    readers, one_by_one, mine = [], asyncio.Lock(), []

    @app.get("/menu")
    async def menu():
        async def pages():
            async with one_by_one:
                if not readers:
                    mine.append(await app.state.pool.acquire())
                readers.append(1)
                rows = await mine[0].fetch("SELECT * FROM orders ORDER BY number")
            try:
                for row in rows:
                    yield page(*row)
            finally:
                readers.pop()
                if not readers:
                    await app.state.pool.release(mine.pop())

        return StreamingResponse(pages())

    return app
