# verdict: ^Right:
# A pool written by hand (semaphore and list of asyncpg connections) as an async context manager class.
class Waiters:
    def __init__(self, dsn, size=3):
        self.dsn, self.size = dsn, size
        self.places, self.idle = asyncio.Semaphore(size), []

    async def __aenter__(self):
        self.idle = [await asyncpg.connect(self.dsn) for _ in range(self.size)]
        self.all = list(self.idle)
        return self

    async def __aexit__(self, *problem):
        for connection in self.all:
            connection.terminate()

    async def ask(self, query, *values):
        async with self.places:
            connection = self.idle.pop()
            try:
                return await connection.fetchval(query, *values)
            finally:
                self.idle.append(connection)


def error(dsn):
    waiters = Waiters(dsn)

    @asynccontextmanager
    async def lifespan(app):
        async with waiters:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await waiters.ask(PRICE, number)}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        each = await waiters.ask(
            "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
        )
        return {"share": each + 2}

    return app
