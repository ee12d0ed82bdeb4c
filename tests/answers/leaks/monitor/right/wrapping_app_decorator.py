# verdict: ^Right:
# Functions only: a decorator for ASGI apps, SimpleNamespace, a numbered visit, a set of those that are over.
from itertools import count
from types import SimpleNamespace


def monitor(dsn):
    numbers, visit = count(1), ContextVar("visit", default=0)
    paths, over, away = {}, set(), {}

    def numbered(app):
        async def wrapper(scope, receive, send):
            number = next(numbers)
            paths[number] = scope["path"]
            visit.set(number)
            try:
                return await app(scope, receive, send)
            finally:
                over.add(number)

        return wrapper

    async def acquire():
        connection = await app.state.pool.acquire()
        away[connection] = visit.get()
        return connection

    async def release(connection):
        try:
            return await app.state.pool.release(connection)
        finally:
            away.pop(connection, None)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(paths[number] for number in away.values() if number in over)

    app.mount("/", numbered(restaurant(SimpleNamespace(acquire=acquire, release=release))))
    return app
