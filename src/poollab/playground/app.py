"""The playground's app, as one would write it. This is code to be read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

from poollab.playground.lending import NoConnection, Pool
from poollab.playground.pools import LIBRARIES

QUERIES = {
    "sleeps": "SELECT pg_sleep({})",
    "computes": "SELECT count(*) FROM (SELECT generate_series(1, CAST({} AS int))) AS work",
}


@dataclass(frozen=True)
class Setup:
    """What a pool is made with."""

    dsn: str
    library: str
    size: int
    overflow: int
    timeout: float
    """Seconds that a request waits for a connection."""


async def pool_of(setup: Setup) -> Pool:
    """Return a new pool, which is open."""
    pool = LIBRARIES[setup.library]()
    await pool.open(setup.dsn, setup.size, setup.overflow, setup.timeout)
    return pool


async def swap(app: FastAPI, setup: Setup, cut_off: Callable[[], None]) -> Pool:
    """Put a new pool in the place of the app's while it runs; return the new one.

    The next request takes the new pool. The old one is closed when the last request that began
    with it has gone. ``cut_off`` is called if that never came, because a connection had leaked.
    """
    old, app.state.pool = app.state.pool, await pool_of(setup)

    async def retire() -> None:
        if not await old.retire():
            cut_off()

    task = asyncio.create_task(retire())
    app.state.tasks.add(task)  # a task that nobody holds can be collected
    task.add_done_callback(app.state.tasks.discard)
    new: Pool = app.state.pool
    return new


def create_app(setup: Setup, *, full: bool = False) -> FastAPI:
    """Make the app; ``full`` has its pool open all its connections before the app starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.pool = await pool_of(setup)
        app.state.tasks = set()
        try:
            if full:
                await app.state.pool.fill(setup.size)
            yield  # the app runs here
        finally:
            for task in app.state.tasks:
                task.cancel()  # which closes an old pool, too
            await asyncio.gather(*app.state.tasks, return_exceptions=True)
            await app.state.pool.close()

    app = FastAPI(lifespan=lifespan)
    app.state.sql, app.state.value = QUERIES["sleeps"], 0.02
    app.state.refused = app.state.failed = ""
    add_endpoints(app)
    return app


async def lent(request: Request) -> AsyncIterator[Any]:
    """Lend a connection of the pool that is the app's now to a request."""
    pool: Pool = request.app.state.pool
    async with pool.lend() as connection:
        yield pool, connection


# "function": given back before the answer is sent. Without it, after the last byte.
Lent = Annotated[tuple[Pool, Any], Depends(lent, scope="function")]
LentUntilSent = Annotated[tuple[Pool, Any], Depends(lent)]


def add_endpoints(app: FastAPI) -> None:
    """Add what guests may ask for."""

    @app.get("/order")
    async def order(one: Lent) -> str:
        pool, connection = one
        await pool.query(connection, app.state.sql, app.state.value)
        return "served"

    @app.get("/leak")
    async def leak() -> str:
        await app.state.pool.lose()  # and no way back
        return "served"

    @app.get("/report")
    async def report(one: LentUntilSent) -> StreamingResponse:
        async def lines() -> AsyncIterator[str]:
            for _ in range(10_000):
                yield "a line of a long report\n" * 1000

        return StreamingResponse(lines(), media_type="text/plain")

    @app.exception_handler(NoConnection)
    async def refuse(request: Request, error: NoConnection) -> JSONResponse:
        app.state.refused = str(error)
        return JSONResponse({"detail": "Busy"}, 503, headers={"Retry-After": "1"})

    @app.exception_handler(Exception)
    async def fail(request: Request, error: Exception) -> JSONResponse:
        app.state.failed = f"{type(error).__name__}: {error}"
        return JSONResponse({"detail": "It failed"}, 500)
