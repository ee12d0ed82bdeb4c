"""One way to use the pools of three libraries, sync or async: their words differ, not the idea.

For experiments that treat asyncpg, SQLAlchemy and psycopg_pool alike. A recording of the pool, made
by ``watch.pool``, says when everything stands still.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import isawaitable, signature
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from psycopg import AsyncConnection as PsycopgConnection
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from poollab.errors import PoolLabError
from poollab.pace import shorter

Pool = TypeVar("Pool")


def patience(pool: Any) -> str:
    """Return how long a pool has a guest wait if nobody says otherwise: in seconds, None for ever.

    It is written as one would set it, and read from the signatures of the installed version.
    """
    if isinstance(pool, asyncpg.Pool):
        return f"acquire(timeout={_default(pool.acquire)})"
    if isinstance(pool, ConnectionPool | AsyncConnectionPool):
        return f"timeout={_default(type(pool))}"
    return f"pool_timeout={_default(type(pool.pool))}"


def _default(function: Callable[..., Any]) -> Any:
    return signature(function).parameters["timeout"].default


@asynccontextmanager
async def opened(pool: Pool) -> AsyncIterator[Pool]:
    """Open a pool or an engine of any library, close it at the end."""
    if isinstance(pool, asyncpg.Pool):
        await pool
    elif isinstance(pool, ConnectionPool | AsyncConnectionPool):
        await _done(pool.open(wait=True))
    try:
        yield pool
    finally:
        close = getattr(pool, "dispose", None) or getattr(pool, "close")  # noqa: B009
        await _done(close())


def lend(pool: Any) -> Any:
    """Return what lends a connection of an async pool for an ``async with`` block."""
    if isinstance(pool, asyncpg.Pool):
        return pool.acquire()
    return pool.connection() if isinstance(pool, AsyncConnectionPool) else pool.connect()


async def pid(connection: Any) -> int:
    """Ask the server which backend serves a connection of an async library."""
    sql = "SELECT pg_backend_pid()"
    if isinstance(connection, AsyncConnection):
        return int(await connection.scalar(text(sql)))
    if isinstance(connection, PsycopgConnection):
        (found,) = await (await connection.execute(sql)).fetchone() or (0,)
        return int(found)
    return int(await connection.fetchval(sql))


@dataclass
class Rush:
    """What was seen when all guests were there, and when they had gone."""

    busy: Any
    """The pool with all guests there: a sample of the recording."""
    quiet: Any = None
    """The pool when all had gone."""
    turned_away: list[Exception] = field(default_factory=list)
    """The errors of the guests who got no connection."""


async def rush(pool: Any, seen: Any, guests: int, *, told_within: float = 0) -> Rush:
    """Let guests come all at once, each keeping a connection until everything stands still.

    That is when each of them has one or waits because the pool is at its limit; those who wait get
    ``told_within`` seconds more, to be turned away. Raises the error if nobody got a connection.
    """
    go_home, errors = asyncio.Event(), list[Exception]()

    async def guest() -> None:
        try:
            async with lend(pool) as connection:
                await pid(connection)
                await go_home.wait()
        except Exception as error:
            errors.append(error)

    crowd = [asyncio.create_task(guest()) for _ in range(guests)]
    try:
        busy = await _still(seen, guests, errors, told_within)
    finally:
        go_home.set()
        await asyncio.gather(*crowd)
    if len(errors) == guests:
        raise errors[0]
    quiet = await seen.until(in_use=0)
    await asyncio.sleep(shorter(0.1))  # only so that there is time to look
    return Rush(busy, quiet, errors)


async def _still(seen: Any, guests: int, errors: list[Exception], told_within: float) -> Any:
    """Wait until nothing moves any more; return the sample."""
    started = time.monotonic()
    while True:
        now = seen.sample()
        settled = now.in_use + now.waiting + len(errors) == guests and (
            not now.waiting or now.in_use == seen.limit
        )
        if settled and (not now.waiting or time.monotonic() > started + told_within):
            await asyncio.sleep(shorter(0.15))  # only so that there is time to look
            return now
        if time.monotonic() > started + 20 + told_within:
            raise PoolLabError(f"{guests} guests came, but 20 s later the pool is at {now}.")
        await asyncio.sleep(0.01)


async def _done(result: Any) -> Any:
    """Wait for what an async library gives; that of a sync one is done already."""
    return await result if isawaitable(result) else result
