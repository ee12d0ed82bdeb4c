# verdict: ^Right:
# Keeps the counts up to date at every event instead of counting when asked.
def monitor(dsn):
    current = ContextVar("current")
    owner, lost_now = {}, Counter()

    class Request:
        def __init__(self, path):
            self.path, self.over, self.away = path, False, 0

        def borrowed(self):
            self.away += 1
            if self.over:
                lost_now[self.path] += 1

        def returned(self):
            self.away -= 1
            if self.over:
                lost_now[self.path] -= 1

        def end(self):
            self.over = True
            lost_now[self.path] += self.away

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            request = owner[connection] = current.get()
            request.borrowed()
            return connection

        async def release(self, connection):
            request = owner.pop(connection, None)
            if request:
                request.returned()
            await app.state.pool.release(connection)

    eat = restaurant(Pool())

    async def around(scope, receive, send):
        request = Request(scope["path"])
        current.set(request)
        try:
            await eat(scope, receive, send)
        finally:
            request.end()

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return {path: number for path, number in lost_now.items() if number > 0}

    app.mount("/", around)
    return app
