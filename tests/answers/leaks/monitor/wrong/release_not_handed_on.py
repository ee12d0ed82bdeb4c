# verdict: no answer within 5 seconds
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


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    class Counted:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            if scope["type"] != "http":
                return await self.app(scope, receive, send)
            visit = Visit(scope["path"])
            current.set(visit)
            try:
                return await self.app(scope, receive, send)
            finally:
                visit.over = True

    app.add_middleware(Counted)

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for visit in watched.lent.values() if visit.over)

    app.mount("/", restaurant(watched))
    return app
