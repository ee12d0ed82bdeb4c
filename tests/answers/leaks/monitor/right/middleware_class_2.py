# verdict: ^Right:
# An ASGI middleware class added with add_middleware, the context variable is reset by token.
def monitor(dsn):
    current = ContextVar("current", default=None)
    borrowed = []

    class Watch:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            if scope["type"] == "lifespan":
                return await self.app(scope, receive, send)
            request = {"path": scope["path"], "over": False}
            token = current.set(request)
            try:
                await self.app(scope, receive, send)
            finally:
                request["over"] = True
                current.reset(token)

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            borrowed.append((connection, current.get()))
            return connection

        async def release(self, connection):
            try:
                await app.state.pool.release(connection)
            finally:
                borrowed[:] = [pair for pair in borrowed if pair[0] is not connection]

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.add_middleware(Watch)

    @app.get("/lost")
    async def lost():
        counts = {}
        for _, request in borrowed:
            if request and request["over"]:
                counts[request["path"]] = counts.get(request["path"], 0) + 1
        return counts

    app.mount("/", restaurant(Pool()))
    return app
