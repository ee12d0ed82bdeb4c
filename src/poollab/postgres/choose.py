"""Which PostgreSQL: one that is given, else a container, else the embedded server."""

import atexit
import contextlib
import os

from poollab.errors import PoolLabError
from poollab.postgres import engine, settings
from poollab.postgres.instance import Host, Postgres

CHOICE = ("POOLLAB_DSN", "POOLLAB_POSTGRES", "POOLLAB_IMAGE")

_running: dict[str, tuple[object, Postgres]] = {}


def start(name: str = "lab", **options: object) -> Postgres:
    """Return a running PostgreSQL and print one line that says which and why.

    ``options`` are settings of the server, such as ``max_connections=20``. ``ssl=True`` has it
    encrypt, with a self-signed certificate: ``sslmode=require`` takes it. Called again with the
    same name, settings and environment, as when a cell is run twice, it returns the server that
    is running; otherwise it replaces that one.

    ``POOLLAB_DSN`` names a server that is there (as a superuser); ``POOLLAB_POSTGRES`` forces
    ``container`` or ``embedded``; ``POOLLAB_IMAGE`` names the image (default ``postgres:18``).
    Raises PoolLabError in one line when there is no server to be had.
    """
    wanted = settings.merged(options)
    asked = (wanted, [os.environ.get(variable) for variable in CHOICE])
    if name in _running:
        before, postgres = _running.pop(name)
        if before == asked and postgres.answers():
            _running[name] = (asked, postgres)
            print(f"{sentence(postgres)} is still running.")
            return postgres
        postgres.close()
    host, reason = choose(wanted)
    try:
        postgres = Postgres(host)
    except BaseException:
        host.close()
        raise
    _running[name] = (asked, postgres)
    print(f"{sentence(postgres)}: {reason}.")
    return postgres


def choose(wanted: dict[str, str]) -> tuple[Host, str]:
    """Start a server of the right kind; return it and the reason for the choice."""
    if dsn := os.environ.get("POOLLAB_DSN"):
        from poollab.postgres.given import Given

        return Given(dsn, wanted), "named by POOLLAB_DSN"
    forced = os.environ.get("POOLLAB_POSTGRES", "")
    if forced not in ("", "container", "embedded"):
        raise PoolLabError(
            f"POOLLAB_POSTGRES is {forced!r}: set it to container or embedded, or unset it."
        )
    trouble = None if forced == "embedded" else engine.problem()
    if forced == "container" and trouble:
        raise PoolLabError(f"POOLLAB_POSTGRES=container, but {trouble}; or unset it.")
    reason = f"POOLLAB_POSTGRES={forced}" if forced else trouble or "a Docker engine answers"
    if forced == "embedded" or trouble:
        from poollab.postgres.embedded import Embedded

        return Embedded(wanted), reason
    from poollab.postgres.container import Container

    return Container(wanted), reason


def sentence(postgres: Postgres) -> str:
    """Return the start of the line that says which server this is."""
    where = {
        "container": f"in a container ({engine.image_name()})",
        "embedded": "from the embedded package",
        "given": "that was there already",
    }
    return f"PostgreSQL {postgres.version} {where[postgres.kind]}"


@atexit.register
def close_all() -> None:
    """Remove every server that is still running."""
    for _, postgres in _running.values():
        with contextlib.suppress(Exception):  # its supervisor tries again
            postgres.close()
