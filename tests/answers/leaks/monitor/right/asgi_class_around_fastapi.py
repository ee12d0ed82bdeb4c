# verdict: ^Right:
# An ASGI class is the app: /lost and the lifespan go to a small FastAPI app, all else to the restaurant.
class Monitor:
    def __init__(self, dsn):
        self.dsn = dsn
        self.request = ContextVar("request")
        self.away = {}
        self.office = FastAPI(lifespan=self.lifespan)
        self.office.get("/lost")(self.lost)
        self.restaurant = restaurant(self)

    @asynccontextmanager
    async def lifespan(self, app):
        self.pool = await asyncpg.create_pool(self.dsn, min_size=8, max_size=8)
        yield
        self.pool.terminate()

    async def acquire(self):
        connection = await self.pool.acquire()
        self.away[connection] = self.request.get()
        return connection

    async def release(self, connection):
        self.away.pop(connection, None)
        await self.pool.release(connection)

    async def lost(self):
        result = Counter()
        for path, over in self.away.values():
            result[path] += over.is_set()
        return {path: number for path, number in result.items() if number}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.office(scope, receive, send)
        elif scope["type"] == "http" and (scope["method"], scope["path"]) == ("GET", "/lost"):
            await self.office(scope, receive, send)
        else:
            over = asyncio.Event()
            self.request.set((scope["path"], over))
            try:
                await self.restaurant(scope, receive, send)
            finally:
                over.set()


def monitor(dsn):
    return Monitor(dsn)
