"""Which PgBouncer: in a container like its PostgreSQL, else the machine's own, else none."""

import atexit
import contextlib
import os
import secrets
from collections.abc import Callable
from functools import partial
from urllib.parse import unquote, urlsplit

from poollab.errors import PoolLabError
from poollab.pgbouncer import binary, container, image, settings
from poollab.pgbouncer.instance import Host, PgBouncer
from poollab.postgres import engine
from poollab.postgres.instance import Postgres

HOW = "install it (`apt-get install pgbouncer` or `brew install pgbouncer`) or start Docker"
MISSING = f"There is no PgBouncer here, so what needs it is left out: {HOW}, and start again."
TAKEN = ("already allocated", "already in use")  # what Docker and PgBouncer say of a port

_running: dict[str, tuple[object, PgBouncer]] = {}


def start(db: Postgres, name: str = "bouncer", **options: object) -> PgBouncer | None:
    """Return a PgBouncer in front of ``db`` and print one line that says which and why.

    ``options`` are settings of pgbouncer.ini, such as ``pool_mode="transaction"``. Called again
    with the same name, server and settings, as when a cell is run twice, it returns the one that
    is running; otherwise it replaces that one. Where there is no PgBouncer it says in a line how
    to get it, and returns None.

    Raises PoolLabError in one line when PgBouncer refuses to start.
    """
    wanted = settings.merged(options)
    if db.closed:
        raise PoolLabError("The database is closed: run again the cell that starts it.")
    asked = (wanted, db.kind, db.dsn)
    if name in _running:
        before, bouncer = _running.pop(name)
        if before == asked and bouncer.answers():
            _running[name] = (asked, bouncer)
            print(f"{sentence(bouncer)} is still running.")
            return bouncer
        bouncer.close()
    found = choose(db, wanted)
    if found is None:
        print(MISSING)
        return None
    bouncer, reason = found
    _running[name] = (asked, bouncer)
    print(f"{sentence(bouncer)}: {reason}.")
    return bouncer


def choose(db: Postgres, wanted: dict[str, str]) -> tuple[PgBouncer, str] | None:
    """Start a PgBouncer of the right kind; return it and the reason for the choice."""
    server = urlsplit(db.dsn)
    role = unquote(server.username or "")
    wanted = {"stats_users": role} | wanted  # watch.pool asks whose backends are whose
    passwords = {
        role: unquote(server.password or ""),
        # Its own each time: so another PgBouncer on the port is not taken for this one.
        settings.ADMIN: secrets.token_hex(16),
    }
    make: Callable[[], Host]
    trouble = containers(db)
    if not trouble and db.container:
        make = partial(container.Container, db.container, passwords, wanted)
        return answering(make, db, passwords, wanted), "its PostgreSQL runs in one"
    if program := binary.program():
        make = partial(binary.Binary, program, db.dsn, passwords, wanted)
        return answering(make, db, passwords, wanted), trouble
    return None


def containers(db: Postgres) -> str:
    """Return why PgBouncer can't run in a container beside ``db``; nothing when it can."""
    if db.container is None:
        return "its PostgreSQL runs in no container"
    from testcontainers.core.docker_client import DockerClient

    found = DockerClient()
    if not engine.reaches_loopback(found):
        return "the Docker engine is on another machine"
    try:
        image.ensure(found.client)
    except PoolLabError as error:
        return str(error).rstrip(".")
    return ""


def answering(
    make: Callable[[], Host], db: Postgres, passwords: dict[str, str], wanted: dict[str, str]
) -> PgBouncer:
    """Start it and wait until it answers, on another port if somebody took ours meanwhile."""
    for attempt in range(5):
        host = None
        try:
            host = make()
            return PgBouncer(host, db.dsn, passwords)
        except BaseException as error:
            if host:
                host.close()
            taken = any(words in str(error) for words in TAKEN)
            if attempt == 4 or "listen_port" in wanted or not taken:
                raise
    raise AssertionError


def outlook() -> str:
    """Return what ``start`` would find with the server that lessons use now, or how to get it."""
    there = binary.program()
    elsewhere = os.environ.get("POOLLAB_DSN") or os.environ.get("POOLLAB_POSTGRES") == "embedded"
    if not elsewhere and not engine.problem():
        if image.present(engine.client()):
            return f"Docker has the image {image.NAME}"
        return f"Docker builds the image {image.NAME} when a lesson first needs it"
    if there:
        return there
    return f"none here, so lessons leave it out; {HOW}"


def sentence(bouncer: PgBouncer) -> str:
    """Return the start of the line that says which PgBouncer this is."""
    return f"PgBouncer {'.'.join(map(str, bouncer.version))} {bouncer.where}"


@atexit.register
def close_all() -> None:
    """Remove every PgBouncer that is still running."""
    for _, bouncer in _running.values():
        with contextlib.suppress(Exception):  # its supervisor tries again
            bouncer.close()
