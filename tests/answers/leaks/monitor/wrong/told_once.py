# verdict: When all 8 connections were lost, /lost should say
# /lost reports each loss once and forgets it.
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
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        gone = [c for c, mine in away.items() if mine and mine["over"]]
        return Counter(away.pop(connection)["path"] for connection in gone)

    app.mount("/", watched)
    return app
