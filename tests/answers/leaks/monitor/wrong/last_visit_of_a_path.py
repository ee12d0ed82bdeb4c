# verdict: When all \d+ connections were lost, /lost should say
# Keeps one record per path, the newest visit replaces the one before it.
def monitor(dsn):
    current, away = ContextVar("current", default=None), {}
    records = {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            record = away[connection] = current.get()
            record["held"].add(connection)
            return connection

        async def release(self, connection):
            record = away.pop(connection, None)
            if record:
                record["held"].discard(connection)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        record = records[scope["path"]] = {"held": set(), "over": False}
        current.set(record)
        try:
            await served(scope, receive, send)
        finally:
            record["over"] = True

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return {p: len(r["held"]) for p, r in records.items() if r["over"] and r["held"]}

    app.mount("/", watched)
    return app
