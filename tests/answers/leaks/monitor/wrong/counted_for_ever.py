# verdict: When the slow ones were over, too, /lost should say
# points: 2
# What is away at the request's end is counted once and stays, even when it is given back later.
def monitor(dsn):
    visit, counts = ContextVar("visit"), Counter()
    owner = {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            owner[connection] = visit.get()
            return connection

        async def release(self, connection):
            owner.pop(connection, None)
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        mine = object()
        visit.set(mine)
        try:
            await inside(scope, receive, send)
        finally:
            rest = sum(one is mine for one in owner.values())
            if rest:
                counts[scope["path"]] += rest

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return counts

    app.mount("/", watched)
    return app
