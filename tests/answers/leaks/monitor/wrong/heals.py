# verdict: visits, when all of them were over, /lost should say
# Gives back itself what a request has left behind, and so reports nothing.
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
            for connection in [c for c, owner in away.items() if owner is mine]:
                away.pop(connection)
                await app.state.pool.release(connection)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(mine["path"] for mine in away.values() if mine and mine["over"])

    app.mount("/", watched)
    return app
