# verdict: ^Right:
# A counter that is raised at the end of the request and lowered by a late release.
def monitor(dsn):
    visit, owner, counts = ContextVar("visit", default=None), {}, Counter()

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            owner[connection] = mine = visit.get()
            mine["held"] += 1
            counts[mine["path"]] += mine["over"]
            return connection

        async def release(self, connection):
            if mine := owner.pop(connection, None):
                mine["held"] -= 1
                counts[mine["path"]] -= mine["over"]
            await app.state.pool.release(connection)

    place = restaurant(Pool())

    async def watch(scope, receive, send):
        mine = {"path": scope["path"], "held": 0, "over": False}
        visit.set(mine)
        try:
            return await place(scope, receive, send)
        finally:
            mine["over"] = True
            counts[mine["path"]] += mine["held"]

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return +counts

    app.mount("/", watch)
    return app
