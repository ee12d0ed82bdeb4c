# verdict: ^Right:
# A function around the restaurant is what is mounted.
from dataclasses import dataclass


@dataclass(eq=False)
class Request:
    path: str
    over: bool = False


def monitor(dsn):
    current: ContextVar[Request] = ContextVar("current")
    lent: dict[object, Request] = {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            lent[connection] = current.get()
            return connection

        async def release(self, connection):
            lent.pop(connection, None)
            await app.state.pool.release(connection)

    inner = restaurant(Pool())

    async def watched(scope, receive, send):
        request = Request(scope["path"])
        current.set(request)
        try:
            await inner(scope, receive, send)
        finally:
            request.over = True

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost() -> dict[str, int]:
        counts: dict[str, int] = {}
        for request in lent.values():
            if request.over:
                counts[request.path] = counts.get(request.path, 0) + 1
        return counts

    app.mount("/", watched)
    return app
