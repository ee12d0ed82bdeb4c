"""What a lesson needs, thing by thing: ``make doctor`` prints OK, or FAIL with what to do."""

import os
import platform
import shutil
import sys
from collections.abc import Callable

from poollab.__main__ import complaint
from poollab.environment import Environment
from poollab.errors import PoolLabError
from poollab.pins import strays

GIB = 2**30
DISK = 1  # GiB free for templates and data
MEMORY = 1  # GiB free for JupyterLab, a server and the load


def report() -> int:
    """Print a line for each thing; return 1 if one is not as it must be, else 0."""
    failed = 0
    for thing, check in CHECKS.items():
        try:
            line = f"OK   {thing}: {check()}"
        except (PoolLabError, OSError) as error:
            line = f"FAIL {thing}: {error}"
            failed += 1
        print(line)
    return 1 if failed else 0


def python() -> str:
    """Return the version and where it is. Raises PoolLabError for one that won't do."""
    if problem := complaint(sys.version_info[:3]):
        raise PoolLabError(problem)
    return f"{platform.python_version()} in {sys.prefix}"


def packages() -> str:
    """Compare what is installed with the lock. Raises PoolLabError when it differs."""
    lock = Environment().lock
    if wrong := strays(lock):
        raise PoolLabError(f"{', '.join(wrong)}. Run `make env`.")
    return f"all as {lock.name} says"


def docker() -> str:
    """Ask the Docker engine for itself and the image. Raises PoolLabError if lessons need them."""
    from poollab.postgres import engine

    forced = os.environ.get("POOLLAB_POSTGRES")
    if os.environ.get("POOLLAB_DSN") or forced == "embedded":
        return "not asked, since lessons are told to use another server"
    if problem := engine.problem():
        if forced == "container":
            raise PoolLabError(f"POOLLAB_POSTGRES=container, but {problem}, or unset it.")
        return f"{problem}; until then lessons use the embedded server"
    image = engine.image_name()
    if not engine.image_present(image):
        raise PoolLabError(
            f"The engine answers but has no image {image} yet. Run `docker pull {image}`; "
            "without a registry, set POOLLAB_POSTGRES=embedded."
        )
    return f"the engine answers and has {image}"


def embedded() -> str:
    """Run the embedded server's program. Raises PoolLabError when it doesn't run."""
    from poollab.postgres import wheel

    return f"PostgreSQL {wheel.version()}"


def bouncer() -> str:
    """Return which PgBouncer lessons would use, or how to get one; they do without it, too."""
    from poollab.pgbouncer import choose

    return choose.outlook()


def given() -> str:
    """Connect to the server that ``POOLLAB_DSN`` names. Raises PoolLabError if it won't do."""
    from poollab.postgres import given

    dsn = os.environ.get("POOLLAB_DSN")
    if not dsn:
        return "not set, so the course starts a server of its own"
    host, port, user, _ = given.check(dsn)
    return f"{user} at {host}:{port} answers"


def port() -> str:
    """Return a free port of loopback. Raises OSError where there is none."""
    from poollab.postgres import network

    return f"{network.free_port()} on loopback is free"


def disk() -> str:
    """Return the room for data and templates. Raises PoolLabError when there is too little."""
    from poollab.postgres import cache, storage

    data, kept = storage.storage(), cache.folder()
    free = shutil.disk_usage(kept).free / GIB
    if free < DISK:
        raise PoolLabError(f"{kept} has {free:.1f} GB free and {DISK} GB are needed. Free some.")
    return f"{shutil.disk_usage(data).free / GIB:.0f} GB free in {data}, {free:.0f} GB in {kept}"


def memory() -> str:
    """Return the free memory. Raises PoolLabError when there is too little."""
    import psutil

    free = psutil.virtual_memory().available / GIB
    if free < MEMORY:
        raise PoolLabError(f"{free:.1f} GB free and {MEMORY} GB are needed. Close other programs.")
    return f"{free:.1f} GB free"


CHECKS: dict[str, Callable[[], str]] = {
    "Python": python,
    "packages": packages,
    "Docker": docker,
    "embedded server": embedded,
    "PgBouncer": bouncer,
    "POOLLAB_DSN": given,
    "free port": port,
    "disk": disk,
    "memory": memory,
}
