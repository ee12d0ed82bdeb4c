# verdict: While two more visits wait, with 3 lost: expected 5 connections at most, seen [67]
# points: 2
# Create_pool with its default sizes (ten).
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

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False}
        visit.set(mine)
        try:
            await inside(scope, receive, send)
        finally:
            mine["over"] = True

    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn) as app.state.pool:
            yield
            app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(mine["path"] for mine in away.values() if mine and mine["over"])

    app.mount("/", watched)
    return app
