"""The server that a tap stands before: its address, and whether it encrypts."""

import socket
from urllib.parse import SplitResult, parse_qs, urlsplit

from poollab.errors import PoolLabError
from poollab.wire.protocol import SSL_REQUEST

PATIENCE = 5  # seconds: to reach the server, and for the tap itself to start and stop
ENCRYPTED = {"require", "verify-ca", "verify-full"}  # the values of sslmode that insist on it


def split(dsn: str) -> SplitResult:
    """Return the parts of a DSN. Raises PoolLabError if it is none with a host."""
    try:
        parts = urlsplit(dsn)
        parts.port  # noqa: B018, read for the ValueError of a senseless one
    except (ValueError, TypeError, AttributeError):
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
        # It is not repeated: it may hold a password.
        raise PoolLabError("wire.record takes a DSN such as db.dsn: postgresql://user@host/name")
    return parts


def insists_on_encryption(parts: SplitResult) -> bool:
    """Return whether a driver given this DSN refuses a connection that is not encrypted."""
    return parse_qs(parts.query).get("sslmode", [""])[-1] in ENCRYPTED


def offers_encryption(host: str, port: int) -> bool:
    """Ask a server whether it would encrypt. Raises PoolLabError if nothing answers."""
    try:
        with socket.create_connection((host, port), PATIENCE) as probe:
            probe.sendall(SSL_REQUEST)
            answer = probe.recv(1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PoolLabError(f"No PostgreSQL answers on {host}:{port} ({reason}).") from error
    if not answer:
        raise PoolLabError(f"What listens on {host}:{port} hung up at once: is it PostgreSQL?")
    return answer == b"S"
