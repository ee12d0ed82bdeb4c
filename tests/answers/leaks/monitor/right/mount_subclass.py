# verdict: ^Right:
# A subclass of Starlette's Mount overrides handle(), put into the routes of the FastAPI app.
from starlette.routing import Mount


class WatchedMount(Mount):
    def __init__(self, path, app, variable):
        super().__init__(path, app=app)
        self.variable = variable

    async def handle(self, scope, receive, send):
        visit = type("Visit", (), {})()
        visit.path, visit.over = scope["path"], False
        self.variable.set(visit)
        try:
            await super().handle(scope, receive, send)
        finally:
            visit.over = True


def monitor(dsn):
    variable, borrowers = ContextVar("visit"), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            borrowers[connection] = variable.get(None)
            return connection

        async def release(self, connection):
            borrowers.pop(connection, None)
            await app.state.pool.release(connection)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        try:
            yield
        finally:
            app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/lost")
    async def lost():
        over = [visit.path for visit in borrowers.values() if visit is not None and visit.over]
        return {path: over.count(path) for path in set(over)}

    app.router.routes.append(WatchedMount("/", restaurant(Pool()), variable))
    return app
