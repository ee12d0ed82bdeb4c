# verdict: visits, when all of them were over, /lost should say
# Finds the visit by asyncio.current_task() instead of a context variable.
class Visit:
    def __init__(self, path):
        self.path, self.over = path, False


def monitor(dsn):
    visits, away = {}, {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = visits.get(asyncio.current_task())
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        visit = visits[asyncio.current_task()] = Visit(scope["path"])
        try:
            await served(scope, receive, send)
        finally:
            visit.over = True
            visits.pop(asyncio.current_task(), None)

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
