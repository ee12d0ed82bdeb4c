"""Looks at a server from outside the app: counts its backends, and lets its queries wait."""

import asyncio
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

OURS = "poollab-observer"
EVERY = 0.02
"""Seconds between two looks."""

Counts = list[tuple[float, int]]
"""Seconds since the counting began, and how many backends the app had then."""

_THE_APPS = f"""
    FROM pg_stat_activity
   WHERE datname = current_database() AND backend_type = 'client backend'
     AND application_name <> '{OURS}'
"""
_ROOM = """
    SELECT least(current_setting('max_connections')::int
                 - current_setting('superuser_reserved_connections')::int,
                 nullif(rolconnlimit, -1))
      FROM pg_roles WHERE rolname = current_user
"""
_WAITING = """
    SELECT count(*) FROM pg_locks
     WHERE locktype = 'advisory' AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Observer:
    """Two connections of its own: one asks the server, the other is the kitchen.

    The kitchen holds an advisory lock, 1, for which requests can be made to wait. Both
    connections go with the object, as when a cell is run twice.
    """

    def __init__(self, dsn: str) -> None:
        """Connect as the app does, so that everything is seen of it. Raises psycopg.Error."""
        self._observer, self._kitchen = (
            psycopg.connect(dsn, autocommit=True, application_name=OURS) for _ in range(2)
        )
        weakref.finalize(self, _close, self._observer, self._kitchen)
        self.room: int = self.ask(_ROOM) - 2
        """How many connections the server has left for the app beside our two."""

    def ask(self, sql: str) -> Any:
        """Return the first value that a query gives."""
        row = self._observer.execute(sql).fetchone()
        return row[0] if row else None

    def backends(self) -> int:
        """Return how many connections the app has: a process of the server for each."""
        return int(self.ask(f"SELECT count(*) {_THE_APPS}"))

    def nobody(self) -> bool:
        """Return whether the app has none."""
        return not self.backends()

    def waiting(self) -> int:
        """Return how many of the app's queries wait for the kitchen."""
        return int(self.ask(_WAITING))

    def end_backends(self) -> None:
        """End all the app's connections, however it holds them."""
        self.ask(f"SELECT count(pg_terminate_backend(pid, 5000)) {_THE_APPS}")

    def close_kitchen(self) -> None:
        """Let whoever asks for lock 1 wait from now on."""
        self.open_kitchen()  # it may be closed already
        self._kitchen.execute("SELECT pg_advisory_lock(1)")

    def open_kitchen(self) -> None:
        """Let everybody have what they wait for."""
        self._kitchen.execute("SELECT pg_advisory_unlock_all()")

    @contextmanager
    def counting(self) -> Iterator[Counts]:
        """Count the app's backends again and again until the block ends."""
        counts: Counts = []
        over, began = threading.Event(), time.perf_counter()

        def count() -> None:
            while not over.is_set():
                counts.append((time.perf_counter() - began, self.backends()))
                over.wait(EVERY)

        thread = threading.Thread(target=count, name=OURS, daemon=True)
        thread.start()
        try:
            yield counts
        finally:
            over.set()
            thread.join()

    def close(self) -> None:
        """Give both connections back."""
        _close(self._observer, self._kitchen)


async def until(happened: Callable[[], bool], seconds: float = 30) -> bool:
    """Look again and again; return whether it has happened within so many seconds."""
    limit = time.monotonic() + seconds
    while not (found := happened()) and time.monotonic() < limit:
        await asyncio.sleep(EVERY)
    return found


def _close(*connections: psycopg.Connection) -> None:
    """Close connections, open or not."""
    for connection in connections:
        connection.close()
