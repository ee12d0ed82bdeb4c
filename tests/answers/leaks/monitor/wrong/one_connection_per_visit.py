# verdict: visits, when all of them were over, /lost should say
# A visit has room for one connection: a second borrowing takes the place of the first.
class Visit:
    def __init__(self, path):
        self.path, self.over, self.connection = path, False, None


def monitor(dsn):
    current, away = ContextVar("current", default=None), {}
    visits = []

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            visit = current.get()
            visit.connection = connection
            if visit not in visits:
                visits.append(visit)
            return connection

        async def release(self, connection):
            for visit in visits:
                if visit.connection is connection:
                    visit.connection = None
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
        return Counter(visit.path for visit in visits if visit.over and visit.connection)

    app.mount("/", watched)
    return app
