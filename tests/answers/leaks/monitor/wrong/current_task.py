# verdict: visits, when all of them were over, /lost should say
# Keyed by asyncio.current_task() in place of a context variable.
def monitor(dsn):
    visits, away = {}, {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = visits.get(asyncio.current_task())
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        mine = visits[asyncio.current_task()] = {"path": scope["path"], "over": False}
        try:
            await inside(scope, receive, send)
        finally:
            mine["over"] = True
            visits.pop(asyncio.current_task(), None)

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
