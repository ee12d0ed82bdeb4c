# verdict: ^Right:
# Own queue of connections; the rows come from a cursor inside a short transaction; pages go through a queue for one page.
def stream(dsn):
    free = asyncio.Queue()

    @asynccontextmanager
    async def lifespan(app):
        opened = [await asyncpg.connect(dsn) for _ in range(3)]
        for connection in opened:
            free.put_nowait(connection)
        yield
        for connection in opened:
            connection.terminate()

    app = FastAPI(lifespan=lifespan)

    @asynccontextmanager
    async def lend():
        connection = await free.get()
        try:
            yield connection
        finally:
            free.put_nowait(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with lend() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    @app.get("/menu")
    async def menu():
        async with lend() as connection, connection.transaction():
            query = "SELECT number, dish, price FROM orders ORDER BY number"
            rows = [tuple(row) async for row in connection.cursor(query)]

        async def pages():
            ready = asyncio.Queue(maxsize=1)

            async def bake():
                for row in rows:
                    await ready.put(page(*row))
                await ready.put(None)

            baker = asyncio.create_task(bake())
            try:
                while (baked := await ready.get()) is not None:
                    yield baked
            finally:
                baker.cancel()

        return StreamingResponse(pages())

    return app
