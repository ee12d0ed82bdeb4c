"""The TCP socket under a driver's connection: how PgBouncer knows the connection, too."""

import os
import socket
from typing import Any

Socket = tuple[str, int, str, int]
"""Address and port of this end, address and port of the other."""


def socket_of(connection: Any) -> Socket | None:
    """Return the socket of a connection of asyncpg, psycopg or psycopg2, from any thread.

    None if it is closed, or a Unix socket, or the driver does not tell.
    """
    try:
        here, there = _ends(connection)
    except Exception:  # each driver has an error of its own for a connection that is closed
        return None
    if not isinstance(here, tuple) or not isinstance(there, tuple):
        return None
    return (*here[:2], *there[:2])


def _ends(connection: Any) -> tuple[Any, Any]:
    """Return the names of both ends. Raises some error if there is no open socket."""
    if hasattr(connection, "_transport"):  # asyncpg
        names = connection._transport.get_extra_info
        return names("sockname"), names("peername")
    number = connection.fileno()
    with socket.socket(fileno=os.dup(number)) as copy:
        ends = copy.getsockname(), copy.getpeername()
    if connection.fileno() != number:  # it was closed meanwhile, and the number is another's
        raise ConnectionError
    return ends
