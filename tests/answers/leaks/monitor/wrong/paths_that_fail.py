# verdict: /lost should say
current = ContextVar("current")


class Visit:
    def __init__(self, path):
        self.path, self.over = path, False


class Watched:
    def __init__(self):
        self.lent = {}

    async def acquire(self):
        connection = await self.pool.acquire()
        self.lent[connection] = current.get()
        return connection

    async def release(self, connection):
        del self.lent[connection]
        await self.pool.release(connection)


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    failed = Counter()

    class Failed:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            current.set(None)

            async def watching(message):
                if message.get("status", 200) >= 500:
                    failed[scope["path"]] += 1
                await send(message)

            await self.app(scope, receive, watching)

    app.add_middleware(Failed)

    @app.get("/lost")
    async def lost():
        return failed

    app.mount("/", restaurant(watched))
    return app
