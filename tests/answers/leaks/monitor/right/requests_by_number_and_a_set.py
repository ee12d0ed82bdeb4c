# verdict: ^Right:
number, paths, under_way = ContextVar("number"), {}, set()


class Watched:
    def __init__(self):
        self.lent = {}

    async def acquire(self):
        mine = number.get()
        connection = await self.pool.acquire()
        self.lent[connection] = mine
        return connection

    async def release(self, connection):
        self.lent.pop(connection)
        await self.pool.release(connection)


def monitor(dsn):
    watched = Watched()

    @asynccontextmanager
    async def lifespan(app):
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        watched.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    class Numbered:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            mine = len(paths)
            paths[mine] = scope.get("path", "")
            under_way.add(mine)
            number.set(mine)
            try:
                await self.app(scope, receive, send)
            finally:
                under_way.discard(mine)

    app.add_middleware(Numbered)

    @app.get("/lost")
    async def lost():
        found = {}
        for one in watched.lent.values():
            if one not in under_way:
                found[paths[one]] = found.get(paths[one], 0) + 1
        return found

    app.mount("/", restaurant(watched))
    return app
