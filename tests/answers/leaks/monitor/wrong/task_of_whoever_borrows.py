# verdict: While two more visits wait for a connection
# points: 2
class Watched:
    def __init__(self):
        self.lent = {}

    async def acquire(self):
        connection = await self.pool.acquire()
        self.lent[connection] = asyncio.current_task(), path.get()
        return connection

    async def release(self, connection):
        self.lent.pop(connection)
        await self.pool.release(connection)


path = ContextVar("path")


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    class Path:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            path.set(scope.get("path"))
            await self.app(scope, receive, send)

    app.add_middleware(Path)

    @app.get("/lost")
    async def lost():
        return Counter(where for task, where in watched.lent.values() if task.done())

    app.mount("/", restaurant(watched))
    return app
