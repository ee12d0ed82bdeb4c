# verdict: When the slow ones were over, too, /lost should say
# points: 2
# The visit is in a plain variable instead of a ContextVar.
class Visit:
    def __init__(self, path):
        self.path, self.over = path, False


def monitor(dsn):
    away, current = {}, None

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = current
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        nonlocal current
        visit = Visit(scope["path"])
        current = visit
        try:
            await served(scope, receive, send)
        finally:
            visit.over = True

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for visit in away.values() if visit and visit.over)

    app.mount("/", watched)
    return app
