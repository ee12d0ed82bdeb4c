"""The notebook's connections: as the server, its operating system and our own see them."""

import contextlib
from typing import NamedTuple
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psutil
import psycopg

from poollab.kitchen import until
from poollab.postgres.instance import Postgres

CLIENTS = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND "
OURS = CLIENTS + "datname = current_database() AND usename <> current_user"  # not who asks
"""The rest of a query of the administrator: of the connections of this notebook."""


class Process(NamedTuple):
    """What an operating system says of a process."""

    name: str
    parent: int
    """The pid of the process that made it."""
    own: float
    """Megabytes of memory that it alone has."""


def process(db: Postgres, pid: int) -> Process:
    """Look at a process of the server. Raises ``psycopg.Error`` if a container's can't be read."""
    try:  # Linux, also in a container: let the server read it there
        files = f"/proc/{pid}/status", f"/proc/{pid}/smaps_rollup"
        text = db.query("SELECT pg_read_file(%s) || pg_read_file(%s)", *files)[0][0]
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        own = sum(int(facts[f"Private_{kind}"].split()[0]) for kind in ("Clean", "Dirty"))
        return Process(facts["Name"].strip(), int(facts["PPid"]), own / 1024)
    except (psycopg.Error, KeyError):
        if db.kind == "container":
            raise
        found = psutil.Process(pid)
        return Process(found.name(), found.ppid(), found.memory_full_info().uss / 2**20)


def our_ports(db: Postgres) -> list[int]:
    """Return the ports of this notebook's sockets to the server, in order."""
    port, sockets = urlsplit(db.dsn).port, psutil.Process().net_connections("tcp")
    return sorted(one.laddr.port for one in sockets if one.raddr and one.raddr.port == port)


async def send_all_home(db: Postgres) -> None:
    """End what an interrupted cell may have left: the next one begins with an empty house."""
    administrator = await asyncpg.connect(db.superuser_dsn)
    try:
        await administrator.fetch(f"SELECT pg_terminate_backend(pid, 5000) {OURS}")
    finally:
        await administrator.close()  # waits until its process, too, has left its place


async def once_there_is_room(dsn: str) -> asyncpg.Connection:
    """Connect as soon as the server has room: one who was refused leaves its place a moment later.

    A lesson may ask so often; an app waits longer each time. Raises ``PoolLabError`` after 15 s.
    """

    async def connected() -> asyncpg.Connection | None:
        with contextlib.suppress(asyncpg.TooManyConnectionsError):
            return await asyncpg.connect(dsn)
        return None

    return await until(connected)


async def until_left(db: Postgres, count: int) -> int:
    """Wait until so many connections are left: a process takes a moment to end.

    Raises ``PoolLabError`` after 30 seconds.
    """
    await until(lambda: db.query(f"SELECT count(*) {OURS}")[0][0] == count, within=30)
    return count
