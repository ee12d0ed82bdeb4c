"""A PostgreSQL that is there already: ``POOLLAB_DSN`` names it, as a superuser.

Lessons get a role and a database of their own on it, dropped at the end. The server itself belongs
to somebody else and is never stopped: ``stop`` ends and refuses our databases' sessions instead.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache, settings
from poollab.postgres.guard import Guard

INSTEAD = "mend it, or unset POOLLAB_DSN to let the course start a server of its own"


class Given:
    """A role and a database on somebody's server."""

    kind = "given"

    def __init__(self, dsn: str, options: Mapping[str, str]) -> None:
        """Make the role and the database, with these settings as far as the server allows.

        Raises PoolLabError when the server can't be reached, when the role in ``dsn`` is no
        superuser, or when a setting needs a restart.
        """
        self._server = dsn
        self.host, self.port, self.superuser, self.superuser_password = check(dsn)
        self.password = cache.secret()
        self.role = f"poollab_{uuid.uuid4().hex[:8]}"
        self._guard = Guard("given", dsn=dsn, name=self.role)
        try:
            self._make(options)
        except BaseException:
            self.close()
            raise

    def _make(self, options: Mapping[str, str]) -> None:
        self._execute(f"CREATE ROLE {self.role} LOGIN PASSWORD '{self.password}'")
        self._execute(f"GRANT pg_monitor TO {self.role}")
        self._execute(f"CREATE DATABASE {self.role} OWNER {self.role}")
        for name, value in options.items():
            if name not in settings.THROWAWAY:  # not ours to change on somebody's server
                self._set(name, value.replace("'", "''"))

    def _set(self, name: str, value: str) -> None:
        """Apply one setting to our database; what only the whole server has must be so already."""
        if name == "ssl":
            self._must_be(name, value)
            return
        statement = f"ALTER DATABASE {self.role} SET {name} = '{value}'"
        if name == "max_connections" and value.isdecimal():
            # A server that small would leave so many to ordinary roles.
            reserved = self._execute("SHOW superuser_reserved_connections")[0][0]
            left = max(int(value) - int(reserved), 0)
            statement = f"ALTER ROLE {self.role} CONNECTION LIMIT {left}"
        self._execute(statement)

    def _must_be(self, name: str, value: str) -> None:
        found = self._execute(f"SHOW {name}")[0][0]
        if found != value:
            raise PoolLabError(
                f"The server in POOLLAB_DSN has {name} = {found}, and {value} is needed, which is "
                f"for its owner to set: {INSTEAD}."
            )

    def _execute(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        return execute(self._server, self.role, statement, *parameters)

    def start(self) -> None:
        """Accept sessions again."""
        for database in databases(self._server, self.role):
            self._execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')

    def stop(self) -> None:
        """End our databases' sessions and refuse new ones, as a stopped server would."""
        for database in databases(self._server, self.role):
            self._execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
            self._execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                database,
            )

    def limit(self, max_connections: int) -> None:
        """Leave our role what a server that small would leave it."""
        self._set("max_connections", str(max_connections))

    def close(self) -> None:
        """Drop the role and the database."""
        self._guard.close()


def check(dsn: str) -> tuple[str, int, str, str]:
    """Return host, port, user and password of a DSN that works and is a superuser's.

    Raises PoolLabError in one line otherwise.
    """
    import psycopg

    try:
        with psycopg.connect(dsn, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolsuper FROM pg_roles WHERE rolname = user"
            ).fetchone()
            info = connection.info
            found = (info.host, info.port, info.user, info.password)
    except psycopg.Error as error:
        words = " ".join(str(error).split())
        raise PoolLabError(f"POOLLAB_DSN does not work ({words}): {INSTEAD}.") from error
    if not row or not row[0]:
        raise PoolLabError(
            f"POOLLAB_DSN names the role {found[2]}, which is no superuser: lessons need one "
            "to make roles and to look at sessions."
        )
    if found[0].startswith("/"):
        raise PoolLabError(
            "POOLLAB_DSN names a Unix socket; the course measures TCP: name a host, "
            "such as 127.0.0.1."
        )
    return found


def execute(dsn: str, name: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Run one statement for the role ``name`` and return its rows.

    Raises PoolLabError with the server's own words.
    """
    import psycopg

    try:
        with psycopg.connect(
            dsn, autocommit=True, connect_timeout=5, application_name=f"poollab {name}"
        ) as connection:
            cursor = connection.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        words = str(error).splitlines()[0]
        raise PoolLabError(f"The server in POOLLAB_DSN refused ({words}): {INSTEAD}.") from error


def databases(dsn: str, name: str) -> list[str]:
    """Return the lessons' database and those of the roles made for tasks."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    return [row[0] for row in execute(dsn, name, query, name)]


def remove(dsn: str, name: str) -> None:
    """Drop what was made on the server."""
    # A killed kernel's last statement may still be at work.
    execute(
        dsn, name,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE application_name = %s AND pid <> pg_backend_pid()", f"poollab {name}",
    )  # fmt: skip
    for database in databases(dsn, name):
        execute(dsn, name, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    query = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)"
    for (role,) in execute(dsn, name, query, name):
        execute(dsn, name, f'DROP ROLE IF EXISTS "{role}"')
