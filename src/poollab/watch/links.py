"""Which backend each connection of a pool has, as the console of PgBouncer says.

PgBouncer invents the pids that drivers are told. But it lists the sockets of its clients, and those
of its backends with their true pids, in one answer: so both are of the same moment.
"""

import time
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from psycopg.conninfo import make_conninfo

from poollab.watch.bounded import Bounded
from poollab.watch.readers.sockets import Socket, socket_of

CONSOLE = "pgbouncer"  # the database that PgBouncer itself answers for
REFUSED = (
    "does not tell this role whose backend is whose, unless its setting stats_users names the role"
)
NOT_LISTED = (
    "lists none of the pool's ports: a proxy, such as Docker's, stands between, or the pool's "
    "connections do not lead to it"
)
SEVERAL = "has backends on several servers, which can have the same pids"

Drivers = Callable[[], Mapping[int, Any]]
"""Returns the drivers' connections of a pool, by the pids they were told."""

COLUMNS = (
    "type", "addr", "port", "local_addr", "local_port", "database", "ptr", "link", "remote_pid",
)  # fmt: skip


class Links:
    """Asks the console whose backend is whose."""

    def __init__(self, dsn: str, database: str) -> None:
        """Connect to the console and ask it once; ``database`` is the pool's.

        Raises ``psycopg.Error`` if the role may not ask, ``ValueError`` if it is no PgBouncer.
        """
        self._database = database
        self._sockets: dict[int, Socket | None] = {}
        self._links: dict[int, int] = {}
        self.apart = ""
        """Why no connection can be found in the list; nothing if one was found."""
        self._console = Bounded.open(make_conninfo(dsn, dbname=CONSOLE), prepare_threshold=None)
        self._own = socket_of(self._console)
        try:
            self._list()
        except BaseException:
            self.close()
            raise

    def around(
        self, drivers: Drivers, ask: Callable[[], list[Any]]
    ) -> tuple[list[Any], Mapping[int, int]]:
        """Return what ``ask`` returns, and the pid of each connection's backend; 0 for none.

        Left out are those that are not found, and those of which the backend may have changed
        meanwhile. Its transaction, or what it has been doing since, must be older than the first
        look at the list: PgBouncer gives nobody else a backend that is in a transaction, and can't
        do so without giving it work. Raises ``psycopg.Error`` if PgBouncer is away.
        """
        began, asked = time.perf_counter(), drivers()
        before = self._look(asked)
        rows = ask()
        spent = time.perf_counter() - began
        after = self._look(asked)
        lasting = {row[0] for row in rows if max(row[5] or 0.0, row[6] or 0.0) > spent} | {0}
        same = before.items() & after.items()
        links = {pid: backend for pid, backend in same if backend in lasting}
        if links != self._links:  # else the samples share the last
            self._links = links
        return rows, self._links

    def _look(self, drivers: Mapping[int, Any]) -> dict[int, int]:
        """Return the pid of each connection's backend at this moment, 0 if it has none."""
        known = self._sockets
        self._sockets = {pid: known.get(pid) or socket_of(one) for pid, one in drivers.items()}
        clients, backends, servers = self._list()
        if self._own not in clients:  # a proxy stands between, whose ports can be ours by chance
            clients = {}
        found = {pid: clients[one] for pid, one in self._sockets.items() if one in clients}
        self.apart = SEVERAL if len(servers) > 1 else NOT_LISTED if drivers and not found else ""
        if self.apart:
            return {}
        return {pid: backends[link] for pid, link in found.items() if link in backends}

    def _list(self) -> tuple[dict[Socket, str], dict[str, int], set[tuple[str, int]]]:
        """Return what each client is linked to, which pid that is, and the servers."""
        clients: dict[Socket, str] = {}
        backends, servers = {"": 0}, set()
        answer = self._console.execute(b"SHOW SOCKETS")
        names = [column.name for column in answer.description or ()]
        wanted = itemgetter(*map(names.index, COLUMNS))
        for row in answer.fetchall():
            kind, address, port, here, here_port, database, name, link, pid = wanted(row)
            if kind == "C":
                clients[address, port, here, here_port] = link
            elif database == self._database:
                backends[name] = pid
                servers.add((address, port))
        return clients, backends, servers

    def close(self) -> None:
        """Give the connection back."""
        self._console.close()
