"""Queries that take exactly as long as one likes: they wait for a lock that the kitchen holds.

The kitchen is a connection of its own. It never sleeps and hopes: it asks the server who waits.
"""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, Self

import asyncpg  # type: ignore[import-untyped]

from poollab.errors import PoolLabError

NAME = "poollab-kitchen"
"""What the kitchen's connection is called on the server."""

_WHO_WAITS = """
    select objid::int as "table", pid
      from pg_locks join pg_database d on d.oid = pg_locks.database
     where datname = current_database() and locktype = 'advisory' and not granted
     order by objid, pid
"""
_STATES = """
    select pid, state from pg_stat_activity
     where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
"""
# In one message of the simple protocol: a pooler may run the next on another connection.
_PREPARE = """
    DO $$ BEGIN ASSERT pg_backend_pid() = {pid}; END $$;
    SET lock_timeout = '{patience}'
"""

PATIENCE = "10s"
"""How long the kitchen waits for its locks."""


class Kitchen:
    """Holds the advisory locks 1, 2, …, one for each table, until a table is served.

    A query such as ``SELECT pg_advisory_xact_lock_shared(1)`` waits until table 1 is served, and
    however the block ends, everything is.
    """

    def __init__(self, dsn: str, tables: int = 1) -> None:
        """Plan so many tables; the locks are taken by ``async with``.

        That raises ``PoolLabError`` when a meal is still held by somebody else, for ten seconds,
        and when ``dsn`` leads to a pooler such as PgBouncer.
        """
        self._dsn, self._tables = dsn, tables

    async def __aenter__(self) -> Self:
        settings = {"application_name": NAME}
        self._own = await asyncpg.connect(self._dsn, server_settings=settings)
        try:
            await self._take_locks()
        except BaseException:
            await self._own.close()
            raise
        return self

    async def _take_locks(self) -> None:
        pid = self._own.get_server_pid()
        try:
            await self._own.execute(_PREPARE.format(pid=pid, patience=PATIENCE))
            await self._own.fetch(
                "SELECT pg_advisory_lock(n) FROM generate_series(1, $1) n", self._tables
            )
        except asyncpg.AssertError as error:
            raise PoolLabError(
                "The kitchen needs a connection to the server itself, and this DSN leads to a "
                "pooler: give it db.dsn. Queries that come through the pooler are held back too."
            ) from error
        except asyncpg.LockNotAvailableError as error:
            raise PoolLabError(
                "The kitchen can't start: somebody still holds a meal. Most often that is a "
                "connection in an open transaction, never given back: run the cells anew."
            ) from error

    async def __aexit__(self, *error: object) -> None:
        await self._own.close()

    async def serve(self, table: int = 1) -> None:
        """Let the lock of a table go: its queries are answered."""
        await self._own.fetchval("SELECT pg_advisory_unlock($1)", table)

    async def execute(self, sql: str) -> None:
        """Run a statement on the kitchen's own connection."""
        await self._own.execute(sql)

    async def guests(self, number: int, within: float = 15) -> list[tuple[int, int]]:
        """Wait until so many queries (or more) wait; return the table and the pid of each.

        Raises ``PoolLabError``, with what was seen instead, after ``within`` seconds.
        """
        deadline = time.monotonic() + within
        while len(found := await self._own.fetch(_WHO_WAITS)) < number:
            if time.monotonic() > deadline:
                what = "query" if number == 1 else "queries"
                raise PoolLabError(
                    f"Waited {within:g} s for {number} {what} to come to the kitchen, but only "
                    f"{len(found)} did."
                )
            await asyncio.sleep(0.01)
        return [(row["table"], row["pid"]) for row in found]

    async def states(self) -> dict[int, str | None]:
        """Return what the server says of each other connection of this role, by pid."""
        return {row["pid"]: row["state"] for row in await self._own.fetch(_STATES)}


async def until(condition: Callable[[], Any], within: float = 15) -> Any:
    """Look again and again until the condition holds, or what it gives to await; return that.

    Raises ``PoolLabError`` when it does not within so many seconds.
    """
    deadline = time.monotonic() + within
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            raise PoolLabError(f"Waited {within:g} s for what never came true.")
        await asyncio.sleep(0.01)
