# verdict: ^Right:
# A context manager for the visit, namespaces in a list of loans.
from contextlib import contextmanager
from types import SimpleNamespace


def monitor(dsn):
    running = ContextVar("running", default=SimpleNamespace(path="?", over=False))
    loans = []

    @contextmanager
    def visiting(path):
        visit = SimpleNamespace(path=path, over=False)
        token = running.set(visit)
        try:
            yield
        finally:
            visit.over = True
            running.reset(token)

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            loans.append((connection, running.get()))
            return connection

        async def release(self, connection):
            loans[:] = [loan for loan in loans if loan[0] is not connection]
            await app.state.pool.release(connection)

    class Around:
        def __init__(self, inner):
            self.inner = inner

        async def __call__(self, scope, receive, send):
            with visiting(scope.get("path", "")):
                await self.inner(scope, receive, send)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(visit.path for _, visit in loans if visit.over)

    app.mount("/", Around(restaurant(Pool())))
    return app
