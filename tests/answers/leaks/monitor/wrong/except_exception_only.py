# verdict: visits, when all of them were over, /lost should say
# Marks the visit as over after the call and in except Exception, not when it is cancelled.
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

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        visit = Visit(scope["path"])
        current.set(visit)
        try:
            await served(scope, receive, send)
        except Exception:
            visit.over = True
            raise
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
