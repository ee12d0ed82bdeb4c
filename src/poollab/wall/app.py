"""The service: its pool is opened and closed by the lifespan, and lent by a dependency."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import randint

import asyncpg  # type: ignore[import-untyped]
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CollectorRegistry

from poollab.wall import login, routes
from poollab.wall.board import Board
from poollab.wall.lending import CUT_OFF, MeteredPool, NoConnection
from poollab.wall.seats import TABLES
from poollab.wall.settings import Settings

log = logging.getLogger("uvicorn.error")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pool, make the tables, keep the board; at the end close the pool."""
    settings = Settings.model_validate(os.environ)
    size = settings.pool_size
    pool = await asyncpg.create_pool(
        settings.dsn,
        min_size=size,  # opens all now, or does not start
        max_size=size,
        **settings.connecting(),
    )
    await pool.execute(TABLES)
    app.state.registry = CollectorRegistry()
    app.state.pool = MeteredPool(pool, settings.pool_timeout, app.state.registry)
    app.state.board = Board(app.state.pool)
    following = asyncio.create_task(app.state.board.follow())
    yield
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    try:
        await asyncio.wait_for(pool.close(), 5)
    except TimeoutError:
        log.warning("A connection never came back: all are closed now.")


async def come_back(request: Request, error: Exception) -> JSONResponse:
    """Answer who got no connection, or lost it: come again, but not all at the same time."""
    log.warning("503: %r", error)
    request.app.state.board.changed()  # it looks whether the server is away, and tells the pages
    return JSONResponse("No connection.", 503, {"Retry-After": str(randint(1, 3))})


def create_app(prefix: str = "/") -> FastAPI:
    """Return the app; ``prefix`` is the path under which the hub's proxy leads to it."""
    app = FastAPI(
        lifespan=lifespan,
        max_body_size=1000,  # a report has 60 bytes
        openapi_url=None,
        exception_handlers=dict.fromkeys((NoConnection, *CUT_OFF), come_back),
    )
    app.state.under_way = {}  # requests by seat
    path = prefix.rstrip("/")
    app.include_router(routes.router, prefix=path)
    app.include_router(login.router, prefix=path)
    app.mount(f"{path}/static", StaticFiles(packages=[("poollab.wall", "page")]))
    return app
