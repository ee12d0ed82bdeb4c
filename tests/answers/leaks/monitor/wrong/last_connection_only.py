# verdict: visits, when all of them were over, /lost should say
# A request remembers one connection, the one borrowed last.
def monitor(dsn):
    visit, visits = ContextVar("visit"), []

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            visit.get()["connection"] = connection
            return connection

        async def release(self, connection):
            for one in visits:
                if one["connection"] is connection:
                    one["connection"] = None
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False, "connection": None}
        visits.append(mine)
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
        return Counter(v["path"] for v in visits if v["over"] and v["connection"])

    app.mount("/", watched)
    return app
