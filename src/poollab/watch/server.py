"""The server's own view of who is connected, over a connection of its own."""

import threading
from array import array
from collections.abc import Mapping
from contextlib import suppress
from math import nan
from typing import Any, NamedTuple

import psycopg

from poollab.errors import PoolLabError
from poollab.watch.bounded import Bounded, reason
from poollab.watch.links import REFUSED, Drivers, Links
from poollab.watch.samples import Activity

NAME = "poollab-watch"

_QUERY = """
    select pid, state, wait_event_type, wait_event, left(query, 100),
           extract(epoch from clock_timestamp() - state_change)::float8,
           extract(epoch from clock_timestamp() - xact_start)::float8,
           extract(epoch from clock_timestamp() - backend_start)::float8,
           total
      from (select count(*) as total from pg_stat_activity where backend_type = 'client backend')
           as all_of_them
      left join pg_stat_activity
        on datname = current_database() and usename = current_user and {others}
     order by backend_start, pid
"""
_OWN_SESSION = f"application_name <> '{NAME}'"
_OWN_QUERY = "pid <> pg_backend_pid()"  # behind PgBouncer, the session is not ours
_FACTS = """
    select current_setting('max_connections')::int, pg_postmaster_start_time()::text,
           pg_backend_pid()
"""


NOBODYS: Mapping[int, int] = {}  # once for all the samples


class Answer(NamedTuple):
    """The number of all connections, the rows and their ages, three for each row.

    The rest is as in a ``ServerSample``.
    """

    total: int
    rows: list[Activity]
    ages: "array[float]"
    links: Mapping[int, int]
    apart: str


class ServerView:
    """Asks pg_stat_activity for the backends of one role in its database, leaving out its own."""

    def __init__(self, dsn: str) -> None:
        """Connect. Raises ``PoolLabError`` if the server cannot be reached."""
        self._dsn = dsn
        self._lock = threading.Lock()
        self._seen: dict[Activity, Activity] = {}
        self.max_connections = 0
        """How many connections the server takes at most, from everybody."""
        self.pooled = False
        """Whether something between invents pids, as PgBouncer does."""
        self._query = b""
        self._started = ""  # as the server says; another time after it was restarted
        self._answers = True
        try:
            self._connection = self._connect()
        except psycopg.Error as error:
            raise PoolLabError(
                f"The server can't be watched ({reason(error)}): is the DSN that of a running one?"
            ) from error

    def _connect(self) -> psycopg.Connection:
        """Connect so that a server that hangs holds nobody up for long."""
        connection = Bounded.open(self._dsn, application_name=NAME)
        facts = connection.execute(_FACTS).fetchone()
        assert facts is not None
        self.max_connections, self._started, pid = facts
        self.pooled = pid != connection.info.backend_pid
        self._query = _QUERY.format(others=_OWN_QUERY if self.pooled else _OWN_SESSION).encode()
        self._links: Links | None = None
        if self.pooled:
            connection.prepare_threshold = None  # the next query may go to another backend
            with suppress(psycopg.Error, ValueError):
                self._links = Links(self._dsn, connection.info.dbname)
            # PgBouncer leaves the name on the app's backends, which are not to be left out
            connection.execute(f"set application_name = '{NAME} through PgBouncer'".encode())
        return connection

    def look(self, drivers: Drivers) -> tuple[str | None, Answer | None]:
        """Return what is new with the server itself, in words, and what it says if it answers.

        ``drivers`` is called only if PgBouncer can say whose the backends are. Connects again
        when it is back.
        """
        before = self._started
        try:
            answer = self._read(drivers)
        except psycopg.Error as error:
            news = f"the server stopped answering ({reason(error)})" if self._answers else None
            self._answers = False
            return news, None
        anew = "was restarted and " if self._started != before else ""
        news = None if self._answers else f"the server {anew}answers again"
        self._answers = True
        return news, answer

    def _read(self, drivers: Drivers) -> Answer:
        """Ask. Raises ``psycopg.Error`` while the server is away."""
        with self._lock:
            if self._connection.closed:
                self._connection = self._connect()
            try:
                rows, links = self._ask(drivers)
            except psycopg.Error:
                self.close()  # what still comes would be taken for the next answer
                raise
        total = rows[0][-1]
        if rows[0][0] is None:  # nobody but this connection
            rows = []
        activities = [Activity(*row[:5]) for row in rows]
        ages = [nan if age is None else age for row in rows for age in row[5:-1]]
        shared = [self._seen.setdefault(one, one) for one in activities]
        return Answer(total, shared, array("f", ages), links, self._apart())

    def _ask(self, drivers: Drivers) -> tuple[list[Any], Mapping[int, int]]:
        """Return the rows, and what PgBouncer says of whose they are."""

        def ask() -> list[Any]:
            return self._connection.execute(self._query).fetchall()

        return self._links.around(drivers, ask) if self._links else (ask(), NOBODYS)

    def _apart(self) -> str:
        """Say why PgBouncer can't tell whose they are; nothing if it can, or there is none."""
        if not self.pooled:
            return ""
        return self._links.apart if self._links else REFUSED

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()
        if self._links:
            self._links.close()
