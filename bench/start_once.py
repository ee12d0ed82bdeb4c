"""One start of one server, in this process: prints as JSON how many seconds it took.

Run with the kind, the container's name, the cache folder to use and the mark of its volumes.
"""

import time

BEGAN = time.perf_counter()

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from poollab.errors import PoolLabError  # noqa: E402

# All that a start imports by and by, so that the clock can start after it.
NEEDS = {
    "docker": ["poollab.postgres.engine", "poollab.postgres.network"],
    "testcontainers": ["poollab.postgres.engine", "testcontainers.community.postgres"],
    "container": ["poollab.postgres.container", "testcontainers.core.container"],
    "embedded": ["poollab.postgres.embedded"],
}
PASSWORD = "bench"
LIMIT = 60  # seconds


def bare(name: str) -> None:
    """Start the image as its manual says and ask every 10 ms until it answers."""
    import psycopg

    from poollab.postgres import engine, network

    port = network.free_port()
    publish = f"--publish=127.0.0.1:{port}:5432"
    password = f"--env=POSTGRES_PASSWORD={PASSWORD}"
    command = ["docker", "run", "--detach", f"--name={name}", password, publish]
    subprocess.run([*command, engine.image_name()], check=True, stdout=subprocess.DEVNULL)
    dsn = f"postgresql://postgres:{PASSWORD}@127.0.0.1:{port}/postgres"
    deadline = time.monotonic() + LIMIT
    while True:
        try:
            with psycopg.connect(dsn, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def stock(name: str) -> None:
    """Start the image as testcontainers does and ask once it says that it is up."""
    import psycopg
    from testcontainers.community.postgres import PostgresContainer

    from poollab.postgres import engine

    image = engine.image_name()
    container = PostgresContainer(image, password=PASSWORD, driver=None, name=name).start()
    with psycopg.connect(container.get_connection_url()) as connection:
        connection.execute("SELECT 1")


def ours() -> None:
    """Start as the lesson does, and ask."""
    from poollab import postgres

    postgres.start(name="bench").query("SELECT 1")


def keep_apart(folder: Path, mark: str) -> None:
    """Have templates and secret in ``folder``, and the mark in the names of template volumes."""
    from poollab.postgres import cache

    name = cache.fingerprint
    setattr(cache, "folder", lambda: folder)  # noqa: B010
    setattr(cache, "fingerprint", lambda *parts: f"{mark}-{name(*parts)}")  # noqa: B010


def main() -> None:
    """Do what the arguments say."""
    kind, name, folder, mark = sys.argv[1:]
    for module in ("psycopg", *NEEDS[kind]):
        importlib.import_module(module)
    if kind in ("container", "embedded"):
        os.environ["POOLLAB_POSTGRES"] = kind
        keep_apart(Path(folder), mark)
    imported = time.perf_counter()
    if kind == "docker":
        bare(name)
    elif kind == "testcontainers":
        stock(name)
    else:
        ours()
    answered = time.perf_counter()
    print(json.dumps({"seconds": answered - imported, "with_imports": answered - BEGAN}))


if __name__ == "__main__":
    try:
        main()
    except PoolLabError as error:
        sys.exit(str(error))
