# verdict: After six visits.*seen \{\}
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

    @app.get("/lost")
    async def lost():
        return {}

    class Plain:
        async def acquire(self):
            return await watched.pool.acquire()

        async def release(self, connection):
            await watched.pool.release(connection)

    app.mount("/", restaurant(Plain()))
    return app
