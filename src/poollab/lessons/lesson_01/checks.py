"""Checks of the lesson's tasks: what an answer leaves behind is counted on the server."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]

from poollab.errors import PoolLabError
from poollab.kitchen import until
from poollab.lessons.lesson_01.backends import CLIENTS, OURS, send_all_home, until_left
from poollab.lessons.verdicts import NOT_TRIED, NOT_YET, RIGHT, task
from poollab.postgres.instance import Postgres

Ask = Callable[[str, str], Awaitable[Any]]


class Asked(NamedTuple):
    """What came of one call of the learner's function."""

    answer: Any
    """What it returned, or the error that it raised."""
    left: int
    """Connections that it left open on the server."""
    opened: int
    """Connections that it opened."""


async def check_ask(ask: Ask, db: Postgres) -> None:
    """Print whether a function asks, answers, and closes its connection in any case."""
    await send_all_home(db)
    dsn = db.role("asker")
    well = await left_by(ask, db, dsn, "SELECT 6 * 7")
    failed = await left_by(ask, db, dsn, "SELECT 1 / 0")
    who = await left_by(ask, db, dsn, "SELECT current_user::text")
    print(_judged(well, failed, who.answer, str(urlsplit(dsn).username)))


@task("01/ask")
def _judged(well: Asked, failed: Asked, who: Any, role: str) -> str:
    """Return the verdict."""
    if well.answer is None and not well.opened:
        return f"{NOT_TRIED}fill in the cell above, and run both again."
    if well.answer is None:
        return f"{NOT_YET}it returns nothing. Return what the query answers."
    if well.answer != 42:
        kind = type(well.answer).__name__
        return f"{NOT_YET}SELECT 6 * 7 should return 42. Yours: {kind} {well.answer}"
    if well.left:
        return f"{NOT_YET}after a good query, connections still open: {well.left}."
    if who != role:
        return f"{NOT_YET}connect to the dsn that `ask` is given. Yours came in as: {who}"
    if getattr(failed.answer, "sqlstate", "") != "22012":
        return f"{NOT_YET}SELECT 1 / 0 must raise the server's error, so that the caller knows."
    if failed.left:
        return (
            f"{NOT_YET}after a failed query, connections still open on the server: {failed.left}."
        )
    return (
        f"{RIGHT}nothing is left behind, and the error reaches the caller. Without the finally,\n"
        "a failed query keeps its place until Python collects the connection, or longer."
    )


async def left_by(ask: Ask, db: Postgres, dsn: str, sql: str) -> Asked:
    """Call the function, count what it leaves, and end that."""
    connect, held = asyncpg.connect, []

    async def connect_and_hold(*args: Any, **options: Any) -> Any:
        held.append(await connect(*args, **options))  # or garbage collection might do the closing
        return held[-1]

    asyncpg.connect = connect_and_hold
    try:
        async with asyncio.timeout(10):
            answer = await ask(dsn, sql)
    except Exception as error:
        answer = error
    finally:
        asyncpg.connect = connect
    left = await still_there(db, str(urlsplit(dsn).username))
    for pid in left:
        db.kill(pid)
    return Asked(answer, len(left), len(held))


async def still_there(db: Postgres, role: str) -> list[int]:
    """Return the pids of the connections that a role still has after 2 s.

    It may be none sooner: a process takes a moment to end.
    """

    def pids() -> list[int]:
        return [pid for (pid,) in db.query(f"SELECT pid {CLIENTS} usename = %s", role)]

    with contextlib.suppress(PoolLabError):  # some are still there
        await until(lambda: not pids(), within=2)
    return pids()


async def check_count(backends: Any, db: Postgres) -> None:
    """Do what the task tells of six connections; print whether the learner's number is right."""
    await send_all_home(db)
    six = [await asyncpg.connect(db.dsn) for _ in range(6)]
    try:
        await six[0].close()
        await six[1].close()
        db.kill(six[2].get_server_pid())
        await until_left(db, 3)
        counted = int(db.query(f"SELECT count(*) + 1 {OURS}")[0][0])  # and the one that asks
    finally:
        for connection in six:
            await connection.close(timeout=5)
    print(_counted(backends, counted))


@task("01/count")
def _counted(backends: Any, counted: int) -> str:
    """Return the verdict."""
    if backends is None:
        return f"{NOT_TRIED}put a number in the cell above, and run both again."
    if isinstance(backends, str):
        return f"{NOT_YET}put a number in the cell above, without quotes."
    if backends == counted:
        return (
            f"{RIGHT}three are left, and the one that asks is a connection as well. Whoever\n"
            "watches a server takes a place on it: leave one free for that."
        )
    if backends == counted - 1:
        return "✗ Nearly: three of ours are left, but who is asking?"
    return f"{NOT_YET}{backends} is not what was counted. Which of the six still have a process?"
