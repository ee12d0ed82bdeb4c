# verdict: GET /lost/17: expected status 404, seen 200
# Everything below /lost is answered by the monitor.
from fastapi.responses import JSONResponse


def monitor(dsn):
    visit, away = ContextVar("visit", default=None), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = visit.get()
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    async def watched(scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/lost"):
            counts = Counter(mine["path"] for mine in away.values() if mine and mine["over"])
            return await JSONResponse(dict(counts))(scope, receive, send)
        mine = {"path": scope["path"], "over": False}
        visit.set(mine)
        try:
            await inside(scope, receive, send)
        finally:
            mine["over"] = True

    app.mount("/", watched)
    return app
