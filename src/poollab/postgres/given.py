"""A PostgreSQL that is there already: ``POOLLAB_DSN`` names it, as a superuser.

Lessons get a role and a database of their own on it, dropped at the end. The server itself belongs
to somebody else and is never stopped: ``stop`` ends and refuses this database's sessions instead.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache, settings
from poollab.postgres.guard import Guard

# Settings that only make throw-away data fast: not ours to change on somebody's server.
SKIPPED = set(settings.THROWAWAY)


class Given:
    """A role and a database on somebody's server."""

    kind = "given"

    def __init__(self, dsn: str, options: Mapping[str, str]) -> None:
        """Make the role and the database, with these settings as far as the server allows.

        Raises PoolLabError when the server can't be reached, when the role in ``dsn`` is no
        superuser, or when a setting needs a restart.
        """
        self.dsn = dsn
        self.host, self.port, self.superuser, self.superuser_password = check(dsn)
        self.password = cache.secret()
        self.name = f"poollab_{uuid.uuid4().hex[:8]}"
        self._guard = Guard("given", dsn=dsn, name=self.name)
        try:
            self._execute(
                f"CREATE ROLE {self.name} LOGIN PASSWORD '{self.password}'",
                f"GRANT pg_monitor TO {self.name}",
                f"CREATE DATABASE {self.name} OWNER {self.name}",
            )
            for name, value in options.items():
                if name not in SKIPPED:
                    self._set(name, value)
        except BaseException:
            self.close()
            raise

    def _execute(self, *statements: str) -> list[tuple[Any, ...]]:
        import psycopg

        rows: list[tuple[Any, ...]] = []
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def _set(self, name: str, value: str) -> None:
        """Apply one setting to our database; ``max_connections`` becomes our role's limit."""
        import psycopg

        try:
            if name == "max_connections":
                reserved = self._execute("SHOW superuser_reserved_connections")[0][0]
                limit = max(int(value) - int(reserved), 0)
                self._execute(f"ALTER ROLE {self.name} CONNECTION LIMIT {limit}")
            else:
                quoted = value.replace("'", "''")
                self._execute(f"ALTER DATABASE {self.name} SET {name} = '{quoted}'")
        except (psycopg.Error, ValueError) as error:
            raise PoolLabError(
                f"The server in POOLLAB_DSN can't be given {name} = {value} "
                f"({str(error).splitlines()[0]}): unset POOLLAB_DSN to use a server of our own."
            ) from error

    def start(self) -> None:
        """Accept sessions again."""
        self._execute(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")

    def stop(self) -> None:
        """End this database's sessions and refuse new ones, as a stopped server would."""
        self._execute(
            f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            f"WHERE datname = '{self.name}'",
        )

    def log(self) -> str:
        """Return nothing: somebody else's log is not ours to read."""
        return ""

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
        raise PoolLabError(
            f"POOLLAB_DSN does not work ({' '.join(str(error).split())}): mend it, "
            "or unset it to let the course start a server of its own."
        ) from error
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


def remove(dsn: str, name: str) -> None:
    """Drop what was made on the server."""
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as connection:
        roles = connection.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [name]
        ).fetchall()
        for (role,) in roles:  # each role has a database of its own name
            connection.execute(f'DROP DATABASE IF EXISTS "{role}" WITH (FORCE)')
            connection.execute(f'DROP ROLE IF EXISTS "{role}"')
