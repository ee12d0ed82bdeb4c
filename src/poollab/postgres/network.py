"""Ports, and waiting for a server to answer."""

import contextlib
import itertools
import random
import socket
import time
from collections.abc import Callable

from poollab.errors import PoolLabError

# Below every system's ephemeral range: a client that retries while the server is stopped could
# otherwise be given the server's own port, and the server could not come back.
PORTS = range(20000, 30000)


def free_port() -> int:
    """Return a TCP port of loopback that was free a moment ago."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port := random.choice(PORTS)))
            return port


def wait_until_answering(dsn: str, alive: Callable[[], None], limit: float = 60) -> None:
    """Wait until the server at ``dsn`` answers a query.

    ``alive`` is asked now and then, and raises when waiting has become senseless; ``limit`` is in
    seconds. Raises PoolLabError with the last refusal.
    """
    import psycopg

    deadline = time.monotonic() + limit
    for attempt in itertools.count(1):
        try:
            with psycopg.connect(dsn, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise PoolLabError(
                    f"The server did not answer within {limit:.0f} s: {str(error).splitlines()[-1]}"
                ) from error
        if attempt % 20 == 0:
            alive()
        time.sleep(0.01)
