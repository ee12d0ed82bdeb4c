# verdict: While two visits still work with their connections, /lost should say|While two visits work, two have lost one each, and of one that is over something still works with its connection, /lost should say .*; seen .*\.
# points: 2
# A connection that has been away for more than a second is taken for lost, whether the request is over or not.
import time


def monitor(dsn):
    current, away = ContextVar("current", default=None), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = (current.get(), time.monotonic())
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        current.set(scope["path"])
        await served(scope, receive, send)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        now = time.monotonic()
        return Counter(path for path, since in away.values() if now - since > 1)

    app.mount("/", watched)
    return app
