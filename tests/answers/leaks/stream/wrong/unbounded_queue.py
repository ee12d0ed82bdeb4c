# verdict: MB more than before into memory or files\. How many pages are made before they are sent\?
# points: 2
# A producer task fills an endless queue with pages as fast as it can.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")
        queue = asyncio.Queue()

        async def produce():
            for row in rows:
                queue.put_nowait(page(*row))
                await asyncio.sleep(0)
            queue.put_nowait(None)

        async def pages():
            task = asyncio.create_task(produce())
            while (one := await queue.get()) is not None:
                yield one
            await task

        return StreamingResponse(pages())

    return app
