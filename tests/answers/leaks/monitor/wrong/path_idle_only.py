# verdict: While two visits still work with their connections, /lost should say
# points: 2
# Counts per path, and shows a path only when no request of it is running.
def monitor(dsn):
    path, owner, held, active = ContextVar("path", default="?"), {}, Counter(), Counter()

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            owner[connection] = path.get()
            held[path.get()] += 1
            return connection

        async def release(self, connection):
            held[owner.pop(connection)] -= 1
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        path.set(scope["path"])
        active[scope["path"]] += 1
        try:
            await inside(scope, receive, send)
        finally:
            active[scope["path"]] -= 1

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return {name: count for name, count in held.items() if count and not active[name]}

    app.mount("/", watched)
    return app
