# verdict: ^Right:
# No pool library: a queue with three asyncpg connections, opened in the lifespan.
class Shelf:
    def __init__(self, dsn, size):
        self.dsn, self.size = dsn, size
        self.free = asyncio.Queue()

    async def open(self):
        for _ in range(self.size):
            self.free.put_nowait(await asyncpg.connect(self.dsn))

    def close(self):
        while not self.free.empty():
            self.free.get_nowait().terminate()

    @asynccontextmanager
    async def lend(self):
        connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)


def early_return(dsn):
    shelf = Shelf(dsn, 3)

    @asynccontextmanager
    async def lifespan(app):
        await shelf.open()
        yield
        shelf.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with shelf.lend() as connection:
            if (price := await connection.fetchval(PRICE, number)) is None:
                return {"price": None}
            return {"price": price}

    return app
