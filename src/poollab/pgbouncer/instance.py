"""The PgBouncer a notebook holds in its hand, the same whoever runs it."""

import contextlib
import itertools
import re
import time
from collections.abc import Mapping
from typing import Any, Protocol, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from poollab.errors import PoolLabError
from poollab.pgbouncer.settings import ADMIN

PATIENCE = 30  # seconds that PgBouncer gets to answer


class Host(Protocol):
    """Whoever runs PgBouncer: a container, or a process of this machine."""

    kind: str
    host: str
    port: int
    where: str  # for the line that says which

    def alive(self) -> None:
        """Raise PoolLabError, with the log's last words, when it has ended."""

    def admit(self, passwords: Mapping[str, str]) -> None:
        """Write the file of roles and passwords anew."""

    def close(self) -> None:
        """Remove it."""


class PgBouncer:
    """A running PgBouncer.

    ``kind`` is ``container`` or ``binary``; ``dsn`` connects as ``db.dsn`` does, through
    PgBouncer; ``version`` is PgBouncer's, such as ``(1, 24, 1)``.
    """

    def __init__(self, host: Host, dsn: str, passwords: Mapping[str, str]) -> None:
        """Wrap a PgBouncer that was started for the server at ``dsn``; wait until it answers."""
        self._host = host
        self._passwords = dict(passwords)
        self.kind = host.kind
        self.where = host.where
        self.dsn = self._through(dsn)
        self._console = self._through(
            f"postgresql://{ADMIN}:{quote(passwords[ADMIN], safe='')}@console/pgbouncer"
        )
        said = str(self._answer()[0]["version"])
        self.version = tuple(map(int, re.findall(r"\d+", said)))
        self.closed = False

    def _through(self, dsn: str) -> str:
        host = f"[{self._host.host}]" if ":" in self._host.host else self._host.host
        parts = urlsplit(dsn)
        who = parts.netloc.rpartition("@")[0]
        return urlunsplit(parts._replace(netloc=f"{who}@{host}:{self._host.port}"))

    def _answer(self) -> list[dict[str, Any]]:
        """Wait for the admin console; return what it says about the version."""
        import psycopg

        deadline = time.monotonic() + PATIENCE
        for attempt in itertools.count(1):
            try:
                return self.show("VERSION")
            except psycopg.OperationalError as error:
                if attempt % 5 == 0:
                    self._host.alive()
                if time.monotonic() > deadline:
                    words = str(error).splitlines()[-1]
                    raise PoolLabError(
                        f"PgBouncer did not answer within {PATIENCE} s: {words}"
                    ) from error
            time.sleep(0.01)
        raise AssertionError

    def _ask(self, command: str) -> list[dict[str, Any]]:
        import psycopg
        from psycopg.rows import dict_row

        with psycopg.connect(
            self._console, autocommit=True, connect_timeout=5, row_factory=dict_row
        ) as console:
            cursor = console.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def show(self, what: str) -> list[dict[str, Any]]:
        """Return what the admin console shows: ``show("POOLS")``, ``CLIENTS``, ``SERVERS``, ….

        Raises psycopg.Error when PgBouncer refuses or is gone.
        """
        return self._ask(f"SHOW {what}")

    def dsn_of(self, dsn: str) -> str:
        """Return another role's DSN, such as one of ``db.role(…)``, through PgBouncer."""
        parts = urlsplit(dsn)
        role, password = unquote(parts.username or ""), unquote(parts.password or "")
        if self._passwords.get(role) != password:
            self._passwords[role] = password
            self._host.admit(self._passwords)
            self._ask("RELOAD")
        return self._through(dsn)

    def close(self) -> None:
        """Remove PgBouncer. Harmless when called again."""
        if not self.closed:
            self._host.close()
            self.closed = True

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Remove it."""
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"on {self._host.host}:{self._host.port}"
        return f"<PgBouncer {'.'.join(map(str, self.version))}, {self.kind}, {state}>"

    def answers(self) -> bool:
        """Return whether it can be used again by a cell that is run twice."""
        with contextlib.suppress(Exception):
            return not self.closed and bool(self.show("VERSION"))
        return False
