"""Lines between two containers over a socket: as a pipe of ``multiprocessing``, but no pickles.

Whoever is at the other end can hold nobody up: a line counts when it has come whole.
"""

import socket
import time
from multiprocessing.connection import wait

LONGEST = 4_000_000  # bytes of a line


class Link:
    """One end. It has the methods of ``multiprocessing.connection.Connection`` that are used."""

    def __init__(self, connection: socket.socket) -> None:
        """Speak and hear through this connection."""
        self._connection, self._heard, self._over = connection, b"", False

    def poll(self, within: float | None = 0.0) -> bool:
        """Wait so many seconds for a whole line or the end, None for ever; say if it has come."""
        deadline = None if within is None else time.monotonic() + within
        while not (self._over or b"\n" in self._heard):
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not wait([self._connection], left):
                return False
            self._hear()
        return True

    def _hear(self) -> None:
        try:
            piece = self._connection.recv(65536)
        except OSError:
            piece = b""
        self._heard += piece
        self._over = not piece or len(self._heard) > LONGEST

    def recv_bytes(self, most: int = LONGEST) -> bytes:
        """Wait for a line and return it. Raises EOFError at the end, OSError if it is longer."""
        self.poll(None)
        line, newline, rest = self._heard.partition(b"\n")
        if not newline:
            raise EOFError
        self._heard = rest
        if len(line) > most:
            raise OSError(f"a line of {len(line)} bytes")
        return line

    def send_bytes(self, said: bytes) -> None:
        """Send one line; there is no newline in it. Raises OSError."""
        self._connection.sendall(said + b"\n")

    def close(self) -> None:
        """End it."""
        self._connection.close()
