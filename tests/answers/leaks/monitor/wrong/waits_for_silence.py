# verdict: GET /lost: no answer within 5 seconds\.
# points: 2
# /lost answers only when no request is running.
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
    running = set()

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False}
        running.add(id(mine))
        visit.set(mine)
        try:
            await inside(scope, receive, send)
        finally:
            mine["over"] = True
            running.discard(id(mine))

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        while running:
            await asyncio.sleep(0.05)
        return Counter(mine["path"] for mine in away.values() if mine and mine["over"])

    app.mount("/", watched)
    return app
