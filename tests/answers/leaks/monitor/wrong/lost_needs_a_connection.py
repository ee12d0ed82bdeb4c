# verdict: GET /lost: no answer within 5 seconds\.
# /lost borrows a connection of the same pool to see who is away.
def monitor(dsn):
    visit, away = ContextVar("visit", default=None), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection.get_server_pid()] = visit.get()
            return connection

        async def release(self, connection):
            away.pop(connection.get_server_pid(), None)
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
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT pid FROM pg_stat_activity")
        alive = {row["pid"] for row in rows}
        return Counter(
            mine["path"] for pid, mine in away.items() if pid in alive and mine and mine["over"]
        )

    app.mount("/", watched)
    return app
