# verdict: MB more than before into memory or files\. How many pages are made before they are sent\?
# points: 2
# A task bakes pages into a queue without a limit, however slowly they are read.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT number, dish, price FROM orders ORDER BY number")

        async def pages():
            ready = asyncio.Queue()

            async def bake():
                for row in rows:
                    await ready.put(page(*row))
                    await asyncio.sleep(0)
                await ready.put(None)

            baker = asyncio.create_task(bake())
            try:
                while (baked := await ready.get()) is not None:
                    yield baked
            finally:
                baker.cancel()

        return StreamingResponse(pages())

    return app
