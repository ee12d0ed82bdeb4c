# verdict: ^Right:
# An own small pool: three asyncpg connections in an asyncio.Queue.
class Waiters:
    def __init__(self, dsn, size=3):
        self.dsn, self.size = dsn, size
        self.all, self.free = [], asyncio.Queue()

    async def __aenter__(self):
        for _ in range(self.size):
            connection = await asyncpg.connect(
                self.dsn, server_settings={"application_name": "bistro"}
            )
            self.all.append(connection)
            self.free.put_nowait(connection)
        return self

    async def __aexit__(self, *_):
        for connection in self.all:
            await connection.close()

    @asynccontextmanager
    async def one(self):
        connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with Waiters(dsn) as app.state.waiters:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.waiters.one() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app
