# verdict: While two visits still work
# points: 2
current = ContextVar("current")


class Visit:
    def __init__(self, path):
        self.path, self.over = path, False


class Watched:
    def __init__(self):
        self.lent = {}

    async def acquire(self):
        connection = await self.pool.acquire()
        self.lent[connection] = current.get()
        return connection

    async def release(self, connection):
        del self.lent[connection]
        await self.pool.release(connection)


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.middleware("http")
    async def counted(request, call_next):
        visit = Visit(request.url.path)
        current.set(visit)
        try:
            return await call_next(request)
        finally:
            visit.over = True

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for visit in watched.lent.values() if visit.over)

    app.mount("/", restaurant(watched))
    return app
