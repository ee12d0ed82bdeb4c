"""A connection for watching that holds nobody up for long."""

from typing import Any, Self

import psycopg

PATIENCE = 2  # seconds that the server gets to answer


class Bounded(psycopg.Connection[Any]):
    """A connection that gives up by itself: PgBouncer takes no ``statement_timeout`` for it."""

    @classmethod
    def open(cls, dsn: str, **options: Any) -> Self:
        """Connect, each query on its own. Raises ``psycopg.Error`` if nobody answers."""
        return cls.connect(dsn, autocommit=True, connect_timeout=PATIENCE, **options)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait as psycopg does, no longer than ``PATIENCE``; then raise ``psycopg.Error``."""
        return super().wait(gen, interval, timeout or PATIENCE)


def reason(error: psycopg.Error) -> str:
    """Return the first line of what psycopg says, without the address it repeats."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
