"""The server a notebook holds in its hand, the same whoever runs it."""

import contextlib
import time
from typing import Any, Protocol, Self
from urllib.parse import quote

from poollab.errors import PoolLabError
from poollab.postgres import network
from poollab.postgres.pgbench import PgBench, pgbench

_IS_THERE = "SELECT pid FROM pg_stat_activity WHERE pid = %s"


class Host(Protocol):
    """Whoever runs the server: a container, the embedded server, or somebody else."""

    kind: str
    host: str
    port: int
    role: str  # the lessons' role; its database has the same name
    password: str
    superuser: str
    superuser_password: str

    def start(self) -> None:
        """Start the stopped server again."""

    def stop(self) -> None:
        """Stop the server; the data stays."""

    def close(self) -> None:
        """Remove the server."""

    def limit(self, max_connections: int) -> None:
        """Have the server take so many connections after its next start."""


class Postgres:
    """A running PostgreSQL.

    ``kind`` is ``container``, ``embedded`` or ``given``; ``dsn`` connects the lessons' role, no
    superuser, over TCP with SCRAM; ``version`` is the server's.
    """

    def __init__(self, host: Host) -> None:
        """Wrap a started server."""
        self._host = host
        self.kind = host.kind
        self.dsn = self._dsn(host.role, host.password, host.role)
        self.version = str(self.query("SHOW server_version")[0][0]).split()[0]
        self.closed = False

    @property
    def container(self) -> str | None:
        """The name of the server's container, or None where it runs in none."""
        return getattr(self._host, "name", None)

    @property
    def role_name(self) -> str:
        """The lessons' role; roles and databases made beside it have names that begin so."""
        return self._host.role

    @property
    def superuser_dsn(self) -> str:
        """Connects a superuser to the lessons' database."""
        return self._dsn(self._host.superuser, self._host.superuser_password, self._host.role)

    def _dsn(self, user: str, password: str, database: str) -> str:
        host = f"[{self._host.host}]" if ":" in self._host.host else self._host.host
        return (
            f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}"
            f"@{host}:{self._host.port}/{quote(database, safe='')}"
        )

    def query(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run one statement as a superuser on a connection of its own; return its rows.

        Parameters stand as ``%s`` in the statement. Raises psycopg.Error.
        """
        with self._superuser() as connection:
            cursor = connection.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def _superuser(self) -> Any:
        """Connect as a superuser."""
        import psycopg

        name = f"poollab {self.role_name}"
        return psycopg.connect(self.superuser_dsn, autocommit=True, application_name=name)

    def kill(self, pid: int) -> bool:
        """End one backend (``pg_terminate_backend``), and wait until the server lists it no more.

        Returns whether it is gone within five seconds.
        """
        # pg_terminate_backend can wait itself, but then looks only every tenth of a second.
        with self._superuser() as connection:
            (told,) = connection.execute("SELECT pg_terminate_backend(%s)", [pid]).fetchone()
            deadline = time.monotonic() + 5
            while told and connection.execute(_IS_THERE, [pid]).fetchone():
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.001)
        return bool(told)

    def role(self, name: str, connection_limit: int = -1) -> str:
        """Make a role and a database of the same name, empty; return the role's DSN.

        ``connection_limit`` is how many connections the server lets the role hold (-1: any
        number). A role of that name made earlier goes first, with its database and sessions.
        """
        if not name.isidentifier() or not name.isascii():
            raise PoolLabError(f"{name!r} is no name for a role: use letters, digits and _.")
        if self.kind == "given":
            name = f"{self._host.role}_{name}"
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.query(f'DROP ROLE IF EXISTS "{name}"')
        self.query(
            f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{self._host.password}' "
            f"CONNECTION LIMIT {int(connection_limit)}"
        )
        self.query(f'CREATE DATABASE "{name}" OWNER "{name}"')
        return self._dsn(name, self._host.password, name)

    def stop(self) -> None:
        """Stop the server: sessions end, new ones are refused; the data stays."""
        self._host.stop()

    def start(self) -> None:
        """Start the stopped server on the same port and wait until it answers."""
        self._host.start()
        network.wait_until_answering(self.dsn, lambda: None)

    def restart(self) -> None:
        """Stop the server and start it again: every session is lost."""
        self.stop()
        self.start()

    def limit(self, max_connections: int) -> None:
        """Set ``max_connections`` and restart, as it takes: every session is lost.

        Not for a server that was started with that setting. Raises PoolLabError when it does not
        start with it.
        """
        self._host.limit(max_connections)
        self.restart()

    def pgbench(
        self, clients: int = 10, seconds: int = 2, *, connect: bool = False, sql: str = "SELECT 1"
    ) -> PgBench:
        """Run PostgreSQL's own benchmark against the server.

        ``connect`` opens a connection for every transaction (``pgbench -C``); ``sql`` is the
        transaction. Raises PoolLabError when pgbench fails.
        """
        return pgbench(self.dsn, clients, seconds, connect=connect, sql=sql)

    def close(self) -> None:
        """Remove the server and its data. Harmless when called again."""
        if not self.closed:
            self._host.close()
            self.closed = True

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Remove the server."""
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"on {self._host.host}:{self._host.port}"
        return f"<PostgreSQL {self.version}, {self.kind}, {state}>"

    def answers(self) -> bool:
        """Return whether the server can be used again by a cell that is run twice."""
        with contextlib.suppress(Exception):
            return not self.closed and self.query("SELECT 1") == [(1,)]
        return False
