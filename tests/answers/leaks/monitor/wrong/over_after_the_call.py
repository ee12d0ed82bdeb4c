# verdict: After 11 visits.* /lost should say
def monitor(dsn):
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

    watched = Watched()
    service = restaurant(watched)

    async def counted(scope, receive, send):
        visit = Visit(scope["path"])
        current.set(visit)
        await service(scope, receive, send)
        visit.over = True

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for visit in watched.lent.values() if visit.over)

    app.mount("/", counted)
    return app
