"""How the tasks of lesson 06 are checked: the answer is used, and looked at on the server."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from poollab.lessons.lesson_06.borrowers import things
from poollab.lessons.lesson_06.guests import Stay, at_once, crowd
from poollab.lessons.verdicts import NOT_ENOUGH, NOT_YET, RIGHT, task
from poollab.postgres.instance import Postgres

PID = "SELECT pg_backend_pid() FROM pg_sleep(0.01)"


@task("06/engine")
async def check_sturdy(sturdy: Callable[[str], Any], url: str, db: Postgres) -> str:
    """Return the verdict on an engine: its idle backends are killed, then three ask at once."""
    try:
        if (made := sturdy(url)) is None:
            return f"{NOT_YET}sturdy() returns None."
        try:
            return await _sturdy(made, db)
        finally:
            await made.dispose() if isinstance(made, AsyncEngine) else None
    except TimeoutError:
        return f"{NOT_YET}three guests at once got no seats within 10 s. Is the pool large enough?"
    except Exception as error:
        return f"{NOT_YET}the engine could not be used. {type(error).__name__}: {error}"


async def _sturdy(made: AsyncEngine, db: Postgres) -> str:
    for pid in await crowd(_ask, made, 3):
        db.kill(pid)
    failed = await at_once(_ask, made)
    pids = {await _ask(made) for _ in range(9)}
    if failed:
        return f"{NOT_ENOUGH}{failed} of 3 requests at once failed."
    if len(pids) > 3:
        return f"{NOT_YET}nothing failed, but 9 requests took {len(pids)} backends. Is that a pool?"
    if not made.pool.size():  # type: ignore[attr-defined]
        return f"{NOT_YET}nothing failed, but to SQLAlchemy a pool_size of 0 means: no limit."
    return f"{RIGHT}each was asked before it was lent, the dead were replaced, nobody noticed."


async def _ask(engine: AsyncEngine, stay: Stay | None = None) -> int:
    async with engine.connect() as connection:
        pid = await connection.scalar(text(PID))
        if stay:
            await stay()
    return int(pid or 0)


@task("06/reset")
async def check_tidy(tidy: Callable[[Any], Awaitable[None]], db: Postgres) -> str:
    """Return the verdict on a ``reset`` for asyncpg: what does the next borrower find?"""
    try:
        return await asyncio.wait_for(_tidy(tidy, db), 20)
    except asyncpg.InvalidSQLStatementNameError as error:
        first = str(error).splitlines()[0]
        return f"{NOT_YET}you threw away too much. {first}: asyncpg counts on it."
    except Exception as error:
        return f"{NOT_YET}the next borrower got {type(error).__name__}: {error}"


async def _tidy(tidy: Callable[[Any], Awaitable[None]], db: Postgres) -> str:
    left = _to_leave(db)
    async with asyncpg.create_pool(db.dsn, min_size=1, max_size=1, reset=tidy) as pool:
        async with pool.acquire() as connection:
            pid = await connection.fetchval(PID)
            for leave, _ in left.values():
                await connection.execute(leave)
        async with pool.acquire() as connection:
            for thing, (_, look) in left.items():
                if await connection.fetchval(f"SELECT {look}"):
                    return f"{NOT_ENOUGH}the next borrower still finds: {thing}."
            if await connection.fetchval(PID) != pid:
                return f"{NOT_YET}clean, but the connection was closed: a new one had to be opened."
    return f"{RIGHT}the same backend; table, role, settings, lock, LISTEN: gone. (PREPARE's stay.)"


def _to_leave(db: Postgres) -> dict[str, tuple[str, str]]:
    """Return what is left behind, the role last; the table's name can't be known beforehand."""
    table = f"basket{time.perf_counter_ns()}"
    every = things(db)
    names = ("temporary table", "SET", "advisory lock", "LISTEN", "SET ROLE")
    return {
        name: (every[name][0].replace("basket", table), every[name][1].replace("basket", table))
        for name in names
    }
