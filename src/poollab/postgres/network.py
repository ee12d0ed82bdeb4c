"""Ports, and waiting for a server to answer."""

import socket
import time
from collections.abc import Callable

from poollab.errors import PoolLabError


def free_port() -> int:
    """Return a TCP port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answering(dsn: str, alive: Callable[[], None], limit: float = 60) -> None:
    """Wait until the server at ``dsn`` answers a query.

    ``alive`` is asked between attempts and raises when waiting has become senseless; ``limit`` is
    in seconds. Raises PoolLabError with the last refusal.
    """
    import psycopg

    deadline = time.monotonic() + limit
    while True:
        try:
            with psycopg.connect(dsn, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
                return
        except psycopg.OperationalError as error:
            alive()
            if time.monotonic() > deadline:
                raise PoolLabError(
                    f"The server did not answer within {limit:.0f} s: {str(error).splitlines()[-1]}"
                ) from error
            time.sleep(0.01)
