# verdict: ^Right:
# Starlette instead of FastAPI; a context manager marks the visit; future annotations.
from __future__ import annotations

from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route


class Notebook:
    def __init__(self) -> None:
        self.visit: ContextVar[object | None] = ContextVar("visit", default=None)
        self.path_of: dict[object, str] = {}
        self.present: set[object] = set()
        self.away: dict[object, object] = {}

    @contextmanager
    def visitor(self, path: str):
        ticket = object()
        self.path_of[ticket] = path
        self.present.add(ticket)
        self.visit.set(ticket)
        try:
            yield
        finally:
            self.present.remove(ticket)

    def lost(self) -> dict[str, int]:
        gone = [t for t in self.away.values() if t is not None and t not in self.present]
        return dict(Counter(self.path_of[ticket] for ticket in gone))


class NotingPool:
    def __init__(self, notebook: Notebook) -> None:
        self.notebook, self.pool = notebook, None

    async def acquire(self):
        connection = await self.pool.acquire()
        self.notebook.away[connection] = self.notebook.visit.get()
        return connection

    async def release(self, connection) -> None:
        self.notebook.away.pop(connection, None)
        await self.pool.release(connection)


def monitor(dsn):
    notebook = Notebook()
    pool = NotingPool(notebook)
    kitchen = restaurant(pool)

    async def serve(scope, receive, send):
        with notebook.visitor(scope["path"]):
            await kitchen(scope, receive, send)

    async def lost(request):
        return JSONResponse(notebook.lost())

    @asynccontextmanager
    async def lifespan(app):
        pool.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        pool.pool.terminate()

    return Starlette(routes=[Route("/lost", lost, methods=["GET"]), Mount("/", serve)], lifespan=lifespan)
