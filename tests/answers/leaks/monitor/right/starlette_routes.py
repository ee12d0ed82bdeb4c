# verdict: ^Right:
# Starlette with Route and Mount, JSONResponse.
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route


def monitor(dsn):
    path_of, over, away = ContextVar("path_of"), set(), {}

    class Pool:
        async def acquire(self):
            connection = await state["pool"].acquire()
            away[connection] = path_of.get()
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await state["pool"].release(connection)

    state, house = {}, restaurant(Pool())

    async def served(scope, receive, send):
        key = (object(), scope["path"])  # one of its own for each request
        path_of.set(key)
        try:
            await house(scope, receive, send)
        finally:
            over.add(key)

    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=8, max_size=8) as state["pool"]:
            yield
            state["pool"].terminate()

    async def lost(request):
        return JSONResponse(Counter(key[1] for key in away.values() if key in over))

    return Starlette(
        routes=[Route("/lost", lost, methods=["GET"]), Mount("/", served)], lifespan=lifespan
    )
