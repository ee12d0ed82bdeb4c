"""Examines one answer: makes its role and database, runs the examination, gives the verdict."""

import ast
import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from poollab.errors import PoolLabError
from poollab.examiner.database import looked_at
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import TooSlow
from poollab.examiner.parsing import parse
from poollab.examiner.processes import playing
from poollab.examiner.release import Release
from poollab.examiner.served import Play
from poollab.examiner.tasks import Task
from poollab.examiner.verdict import Missed, Verdict, not_attempted

LAST = 60  # seconds by the clock: only a machine that is slow, or a slow answer, takes so long
OWN = 15  # seconds of its own after which the answer is to blame for that

LONGEST = 50_000  # characters of a cell that may be an answer
TRIES = 2
TOO_SLOW = (
    "The machine was too slow to try your answer, twice: this says nothing about the answer. "
    "Close what else runs here, and check again."
)
QUICKLY = """
    SELECT set_config(name, '1', false) FROM pg_settings WHERE name = 'scram_iterations'
"""  # thousands make a password hard to guess that people choose; each connection pays for them
NOT_UNDERSTOOD = "The examiner can't make anything of what your answer does or sends"


async def examine(
    task: Task, source: str, server: str, prefix: str = "lab", without: str = "",
    play: Play = playing,
) -> Verdict:  # fmt: skip
    """Examine an answer, given as the source of its cell.

    ``server`` is a superuser's DSN; the role and the database made for this examination have
    names that begin with ``prefix``, and are dropped at its end. On a machine that is too slow the
    examination is tried once more. ``without`` names a check that does not count; ``play`` is how
    the answer is served. Raises PoolLabError when the server is gone; whatever else an answer may
    do, there is a verdict.
    """
    if (verdict := untried(task, source)) is not None:
        return verdict
    for _ in range(TRIES):
        with contextlib.suppress(TooSlow):
            return await examined(task, source, server, prefix, without, play)
    return Verdict(0, task.points, TOO_SLOW)


def untried(task: Task, source: str) -> Verdict | None:
    """Return the verdict on what need not be tried, too long or as it came; None on an answer."""
    if len(source) > LONGEST:
        return Verdict(0, task.points, f"The cell is longer than {LONGEST:,} characters.")
    if same(source, Release.of(task.assignment).stub(task.name)):
        return not_attempted(task.points)
    return None


async def examined(
    task: Task, source: str, server: str, prefix: str, without: str, play: Play
) -> Verdict:
    """Examine an answer once. Raises TooSlow when it lasts, and the answer is not to blame."""
    name = f"{prefix}_{secrets.token_hex(4)}"
    exam = None
    try:
        async with asyncio.timeout(LAST), database(server, name) as (dsn, own):
            orders = Examination.menu()
            async with looked_at(own, name, orders) as eyes:
                given = Release.of(task.assignment).given
                exam = Examination(given, source, task.name, dsn, eyes, orders, play)
                exam.without = without
                await tried(task, exam)
    except TimeoutError:
        if exam is None or exam.taken() < OWN:
            raise TooSlow from None
        return Verdict(0, task.points, f"The answer has taken {OWN} seconds: it was given up.")
    if not exam.missed:
        return Verdict(task.points, task.points, task.right)
    return Verdict(min(exam.points, task.points), task.points, exam.missed[0])


async def tried(task: Task, exam: Examination) -> None:
    """Run the examination; what is missed, and what nobody has thought of, is noted in it.

    Raises TooSlow, TimeoutError, and PoolLabError when the server or the container is gone.
    """
    try:
        await task.examine(exam)
    except Missed as problem:
        exam.missed.append(str(problem))
    except (TooSlow, TimeoutError, PoolLabError):
        raise
    except Exception as error:
        if exam.db.is_gone:
            raise PoolLabError("The server has gone while it was needed: check again.") from error
        exam.missed.append(f"{NOT_UNDERSTOOD} ({type(error).__name__}).")


def same(one: str, other: str) -> bool:
    """Return whether two sources are the same program; comments and spaces don't count."""
    try:
        return ast.dump(parse(one)) == ast.dump(parse(other))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deep
        return one.strip() == other.strip()


@asynccontextmanager
async def database(server: str, name: str) -> AsyncIterator[tuple[str, str]]:
    """Make a role and a database of one name; yield the role's DSN and a superuser's.

    The role owns nothing there and can make nothing, not even something temporary: what the
    examiner reads, as somebody mightier, no answer can put something else in place of.
    """
    password = secrets.token_hex(8)
    async with await psycopg.AsyncConnection.connect(server, autocommit=True) as connection:
        try:
            await _run(connection, QUICKLY)
            await _run(connection, f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            await _run(connection, f"CREATE DATABASE {name} {await _strategy(connection)}")
            await _run(connection, f"REVOKE ALL ON DATABASE {name} FROM public")
            await _run(connection, f"GRANT CONNECT ON DATABASE {name} TO {name}")
            yield dsn(server, name, password, name), dsn(server, "", "", name)
        finally:
            await _run(connection, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await _run(connection, f"DROP ROLE IF EXISTS {name}")


async def _strategy(connection: psycopg.AsyncConnection[Any]) -> str:
    """Return how a database is made the quickest, on a server whose data is thrown away.

    Elsewhere it would write to its disk first whatever waits for that.
    """
    [fsync] = await (await connection.execute("SHOW fsync")).fetchone() or [""]
    is_thrown_away = fsync == "off" and connection.info.server_version >= 150000
    return "STRATEGY file_copy" if is_thrown_away else ""


async def _run(connection: psycopg.AsyncConnection[Any], sql: str) -> None:
    await connection.execute(sql.encode())


def dsn(server: str, user: str, password: str, database: str) -> str:
    """Return a server's DSN with another database, and another user if there is one."""
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    who = f"{user}:{password}" if user else parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{who}@{place}", path=f"/{database}"))
