"""What is measured: the app of lesson 03, on a PostgreSQL of its own."""

import contextlib
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg  # type: ignore[import-untyped]
from fastapi import FastAPI

from poollab import postgres
from poollab.postgres import Postgres

ENDPOINTS = {
    "/nothing": "no database",
    "/direct": "connection per request",
    "/pooled": "pooled",
}


@contextmanager
def database() -> Iterator[Postgres]:
    """Give a server with room for every client of load and of wrk; it is gone on leaving."""
    with contextlib.redirect_stdout(io.StringIO()):
        db = postgres.start(name="bench", max_connections=200)
    with db:
        yield db


def app(dsn: str) -> FastAPI:
    """Return the lesson's app: three endpoints, a pool of five."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(dsn, min_size=5, max_size=5) as app.state.pool:
            yield

    served = FastAPI(lifespan=lifespan)

    @served.get("/nothing")
    async def nothing() -> int:
        return 0

    @served.get("/direct")
    async def direct() -> int:
        connection = await asyncpg.connect(dsn)
        try:
            return int(await connection.fetchval("SELECT pg_backend_pid()"))
        finally:
            await connection.close()

    @served.get("/pooled")
    async def pooled() -> int:
        async with served.state.pool.acquire() as connection:
            return int(await connection.fetchval("SELECT pg_backend_pid()"))

    return served
