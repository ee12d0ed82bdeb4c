# verdict: ^Right
# three raw asyncpg connections in an own queue, refuses at once when it is empty
import asyncio


class Door:
    """Lends three connections, or says at once that there is none."""

    def __init__(self, dsn):
        self.dsn = dsn
        self.free = asyncio.LifoQueue()

    async def __aenter__(self):
        for _ in range(3):
            self.free.put_nowait(await asyncpg.connect(self.dsn))
        return self

    async def __aexit__(self, *error):
        while not self.free.empty():
            await self.free.get_nowait().close()

    @asynccontextmanager
    async def lend(self):
        connection = self.free.get_nowait()
        try:
            if connection.is_closed():
                connection = await asyncpg.connect(self.dsn)
            yield connection
        finally:
            self.free.put_nowait(connection)


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with Door(dsn) as app.state.door:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(asyncio.QueueEmpty)
    async def nobody_free(request, error):
        return JSONResponse("no waiter", 503, {"Retry-After": "3"})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.door.lend() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
