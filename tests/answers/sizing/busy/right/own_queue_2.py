# verdict: ^Right:
# No pool of a library: an own queue of three asyncpg connections, one that broke is opened anew.
import asyncio


class Shelf:
    def __init__(self, dsn):
        self.dsn = dsn
        self.queue = asyncio.LifoQueue()

    async def open(self):
        for _ in range(3):
            self.queue.put_nowait(await asyncpg.connect(self.dsn))

    async def close(self):
        while not self.queue.empty():
            if connection := self.queue.get_nowait():
                await connection.close()

    @asynccontextmanager
    async def lend(self):
        try:
            async with asyncio.timeout(1):
                connection = await self.queue.get()
        except TimeoutError:
            raise HTTPException(503, "all out", headers={"Retry-After": "2"}) from None
        try:
            if connection is None or connection.is_closed():
                connection = None
                connection = await asyncpg.connect(self.dsn)
            yield connection
        finally:
            self.queue.put_nowait(connection)


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.shelf = Shelf(dsn)
        await app.state.shelf.open()
        yield
        await app.state.shelf.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.shelf.lend() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
