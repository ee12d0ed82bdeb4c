# verdict: ^Right:
def monitor(dsn):
    current = ContextVar("current", default=None)
    lent = {}

    class Lending:
        async def acquire(self):
            visit = current.get()
            visit["away"] += 1
            try:
                connection = await app.state.pool.acquire()
            except BaseException:
                visit["away"] -= 1
                raise
            lent[id(connection)] = visit
            return connection

        async def release(self, connection):
            lent.pop(id(connection))["away"] -= 1
            await app.state.pool.release(connection)

    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=8, max_size=8) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)
    over = []

    @app.get("/lost")
    async def lost():
        found = Counter()
        for visit in over:
            if visit["away"]:
                found[visit["path"]] += visit["away"]
        return found

    service = restaurant(Lending())

    async def watched(scope, receive, send):
        visit = {"path": scope["path"], "away": 0}
        token = current.set(visit)
        try:
            await service(scope, receive, send)
        finally:
            current.reset(token)
            over.append(visit)

    app.mount("/", watched)
    return app
