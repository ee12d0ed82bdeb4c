# verdict: While two visits still work with their connections, /lost should say
# points: 2
# @app.middleware("http"): the request is taken for over when its answer begins.
class Visit:
    def __init__(self, path):
        self.path, self.over = path, False


def monitor(dsn):
    current, away = ContextVar("current", default=None), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = current.get()
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.middleware("http")
    async def watch(request, call_next):
        visit = Visit(request.url.path)
        current.set(visit)
        try:
            return await call_next(request)
        finally:
            visit.over = True

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for visit in away.values() if visit and visit.over)

    app.mount("/", restaurant(Pool()))
    return app
