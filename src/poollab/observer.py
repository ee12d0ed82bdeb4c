"""Looks at a server from outside the app: how many backends it has, now and over a while."""

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

OURS = "poollab"
"""So begin the names that the course's own connections have on the server."""
NAME = f"{OURS}-observer"
EVERY = 0.02
"""Seconds between two looks."""

Counts = list[tuple[float, int]]
"""Seconds since the counting began, and how many backends the app had then."""

_THE_APPS = f"""
    FROM pg_stat_activity
   WHERE datname = current_database() AND backend_type = 'client backend'
     AND NOT starts_with(application_name, '{OURS}')
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
    """A connection of its own that asks the server about the app's.

    It neither counts itself nor the course's other tools: a kitchen, a recording, ``db.query``.
    It goes with the object, as when a cell is run twice.
    """

    def __init__(self, dsn: str) -> None:
        """Connect as the app does, so that everything is seen of it. Raises psycopg.Error."""
        self._connection = psycopg.connect(dsn, autocommit=True, application_name=NAME)
        weakref.finalize(self, self._connection.close)
        self.room: int = self.ask(_ROOM) - 2
        """How many connections are left for the app beside this one and a kitchen."""

    def ask(self, sql: str) -> Any:
        """Return the first value that a query gives."""
        row = self._connection.execute(sql).fetchone()
        return row[0] if row else None

    def backends(self) -> int:
        """Return how many connections the app has: a process of the server for each."""
        return int(self.ask(f"SELECT count(*) {_THE_APPS}"))

    def nobody(self) -> bool:
        """Return whether the app has none."""
        return not self.backends()

    def waiting(self) -> int:
        """Return how many of the app's queries wait for a kitchen."""
        return int(self.ask(_WAITING))

    def end_backends(self) -> None:
        """End all the app's connections, however it holds them."""
        self.ask(f"SELECT count(pg_terminate_backend(pid, 5000)) {_THE_APPS}")

    @contextmanager
    def counting(self) -> Iterator[Counts]:
        """Count the app's backends again and again until the block ends."""
        counts: Counts = []
        over, began = threading.Event(), time.perf_counter()

        def count() -> None:
            while not over.is_set():
                counts.append((time.perf_counter() - began, self.backends()))
                over.wait(EVERY)

        thread = threading.Thread(target=count, name=NAME, daemon=True)
        thread.start()
        try:
            yield counts
        finally:
            over.set()
            thread.join()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()
