"""Examines one answer: makes its role and database, runs the examination, gives the verdict."""

import ast
import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from poollab.examiner.examination import Examination, looked_at
from poollab.examiner.release import Release
from poollab.examiner.tasks import Task
from poollab.examiner.verdict import Missed, Verdict, not_attempted

LIMIT = 25  # seconds that an examination may take: nbgrader gives a cell 30


async def examine(task: Task, source: str, server: str, prefix: str = "lab") -> Verdict:
    """Examine an answer, given as the source of its cell.

    ``server`` is a superuser's DSN; the role and the database made for this examination have
    names that begin with ``prefix``, and are dropped at its end.
    """
    release = Release.of(task.assignment)
    if same(source, release.stub(task.name)):
        return not_attempted(task.points)
    name = f"{prefix}_{secrets.token_hex(4)}"
    missed: list[str] = []
    points = 0.0
    try:
        async with asyncio.timeout(LIMIT), database(server, name) as (dsn, own):
            orders = Examination.menu()
            async with looked_at(own, name, orders) as eyes:
                exam = Examination(release.given, source, task.name, dsn, eyes, orders)
                try:
                    await task.examine(exam)
                except Missed as problem:
                    exam.missed.append(str(problem))
                missed, points = exam.missed, exam.points
    except TimeoutError:
        missed = [f"The examination was given up after {LIMIT} seconds."]
    sentence = missed[0] if missed else task.right
    return Verdict(task.points if not missed else min(points, task.points), task.points, sentence)


def same(one: str, other: str) -> bool:
    """Return whether two sources are the same program; comments and spaces don't count."""
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except (SyntaxError, ValueError):
        return one.strip() == other.strip()


@asynccontextmanager
async def database(server: str, name: str) -> AsyncIterator[tuple[str, str]]:
    """Make a role and a database of one name; yield the role's DSN and a superuser's."""
    password = secrets.token_hex(8)
    async with await psycopg.AsyncConnection.connect(server, autocommit=True) as connection:
        try:
            await _run(connection, f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            await _run(connection, f"CREATE DATABASE {name} OWNER {name}")
            yield dsn(server, name, password, name), dsn(server, "", "", name)
        finally:
            await _run(connection, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await _run(connection, f"DROP ROLE IF EXISTS {name}")


async def _run(connection: psycopg.AsyncConnection[Any], sql: str) -> None:
    await connection.execute(sql.encode())


def dsn(server: str, user: str, password: str, database: str) -> str:
    """Return a server's DSN with another database, and another user if there is one."""
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    who = f"{user}:{password}" if user else parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{who}@{place}", path=f"/{database}"))
