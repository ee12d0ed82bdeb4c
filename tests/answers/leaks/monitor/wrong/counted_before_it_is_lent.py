# verdict: visits, when all of them were over, /lost should say
# Counts a borrowing when it is asked for, not when the pool has lent it.
class Visit:
    def __init__(self, path):
        self.path, self.over, self.away = path, False, 0


def monitor(dsn):
    current, away = ContextVar("current", default=None), {}
    visits = []

    class Pool:
        async def acquire(self):
            visit = current.get()
            visit.away += 1
            visits.append(visit)
            connection = await app.state.pool.acquire()
            away[connection] = visit
            return connection

        async def release(self, connection):
            visit = away.pop(connection, None)
            if visit:
                visit.away -= 1
                visits.remove(visit)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        visit = Visit(scope["path"])
        current.set(visit)
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
        return Counter(visit.path for visit in visits if visit.over)

    app.mount("/", watched)
    return app
