# verdict: When the slow ones were over, too, /lost should say
# points: 2
# Counts what is away at the end of the request, and does not look again afterwards.
def monitor(dsn):
    current, away = ContextVar("current", default=None), {}
    total = Counter()

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            held = away[connection] = current.get()
            held.add(connection)
            return connection

        async def release(self, connection):
            held = away.pop(connection, None)
            if held is not None:
                held.discard(connection)
            await app.state.pool.release(connection)

    served = restaurant(Pool())

    async def watched(scope, receive, send):
        held = set()
        current.set(held)
        try:
            await served(scope, receive, send)
        finally:
            if held:
                total[scope["path"]] += len(held)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return total

    app.mount("/", watched)
    return app
