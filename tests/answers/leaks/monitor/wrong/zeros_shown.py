# verdict: visits, when all of them were over, /lost should say
# A path that has got its connections back stays with 0.
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
    seen = set()

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False}
        seen.add(scope["path"])
        visit.set(mine)
        try:
            await inside(scope, receive, send)
        finally:
            mine["over"] = True

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        counts = dict.fromkeys(seen, 0)
        for mine in away.values():
            if mine and mine["over"]:
                counts[mine["path"]] += 1
        return counts

    app.mount("/", watched)
    return app
