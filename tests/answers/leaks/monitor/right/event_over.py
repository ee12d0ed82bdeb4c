# verdict: ^Right:
# An asyncio.Event says that the request is over; no docs of FastAPI in the way.
class Guest:
    here: ContextVar = ContextVar("guest")

    def __init__(self, path):
        self.path = path
        self.gone = asyncio.Event()


class Ledger(dict):
    """Who has which connection."""

    def lost(self):
        names = [guest.path for guest in self.values() if guest.gone.is_set()]
        return {name: names.count(name) for name in names}


def monitor(dsn):
    ledger = Ledger()

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            ledger[connection] = Guest.here.get()
            return connection

        async def release(self, connection):
            try:
                await app.state.pool.release(connection)
            finally:
                ledger.pop(connection, None)

    @app.get("/lost")
    async def lost():
        return ledger.lost()

    inside = restaurant(Pool())

    async def door(scope, receive, send):
        guest = Guest(scope["path"])
        Guest.here.set(guest)
        try:
            await inside(scope, receive, send)
        finally:
            guest.gone.set()

    app.mount("/", door)
    return app
