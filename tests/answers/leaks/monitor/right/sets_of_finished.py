# verdict: ^Right:
# Each visit has its set of open connections; finished ones with a rest are kept.
def monitor(dsn):
    mine, owner_of, finished = ContextVar("mine"), {}, []

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            owner = mine.get()
            owner["open"].add(connection)
            owner_of[connection] = owner
            return connection

        async def release(self, connection):
            if connection in owner_of:
                owner_of.pop(connection)["open"].discard(connection)
            await app.state.pool.release(connection)

    other = restaurant(Pool())

    async def visits(scope, receive, send):
        visit = {"path": scope["path"], "open": set()}
        mine.set(visit)
        try:
            await other(scope, receive, send)
        finally:
            finished.append(visit)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        counts = Counter()
        for visit in finished:
            if visit["open"]:
                counts[visit["path"]] += len(visit["open"])
        return dict(counts)

    app.mount("/", visits)
    return app
