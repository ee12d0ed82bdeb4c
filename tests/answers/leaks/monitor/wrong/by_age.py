# verdict: /lost should say
# points: 2
import time

current = ContextVar("current")


class Watched:
    def __init__(self):
        self.lent = {}

    async def acquire(self):
        connection = await self.pool.acquire()
        self.lent[connection] = current.get(), time.monotonic()
        return connection

    async def release(self, connection):
        del self.lent[connection]
        await self.pool.release(connection)


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    class Path:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            current.set(scope.get("path"))
            await self.app(scope, receive, send)

    app.add_middleware(Path)

    @app.get("/lost")
    async def lost():
        old = time.monotonic() - 0.5
        return Counter(path for path, since in watched.lent.values() if since < old)

    app.mount("/", restaurant(watched))
    return app
