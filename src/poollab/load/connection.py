"""One keep-alive connection of the load process: sends a request, says how it ended."""

from __future__ import annotations

import os
import socket
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector
from typing import Protocol

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser


class Listener(Protocol):
    """Who is told how a request ended."""

    def answered(self, connection: Connection, status: int) -> None:
        """Take note of a whole answer with this HTTP status."""

    def failed(self, connection: Connection, kind: str) -> None:
        """Take note that no whole answer came, and of the kind of error."""


class Connection:
    """Sends one request at a time and opens itself when it has to.

    ``due`` is when the request under way was due, by the process's clock; 0 when there is none.
    A server may close a kept connection just as a request is sent on it. As HTTP clients do (RFC
    9112, section 9.3.1), it is sent once more, on a new one.
    An answer must carry its length or come in chunks, as uvicorn's always does.
    """

    def __init__(
        self, listener: Listener, selector: BaseSelector, address: tuple[str, int], request: bytes
    ) -> None:
        self._listener, self._selector = listener, selector
        self._address, self._request = address, request
        self._socket: socket.socket | None = None
        self._keep_alive = False
        self._kept = False  # whether it has served a request before, and nothing of this one's
        self._status = 0
        self.connecting = False
        self.due = 0.0

    def open(self) -> None:
        """Start connecting, without waiting for it."""
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        try:
            self._socket = socket.socket(family, socket.SOCK_STREAM)
            self._selector.register(self._socket, EVENT_WRITE, self._connected)
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._parser = HttpResponseParser(self)
            self.connecting, self._kept = True, False
            self._socket.connect(self._address)
        except BlockingIOError:
            pass
        except OSError as error:
            self.fail(_kind(error))

    def begin(self, due: float) -> None:
        """Send the request that was due at ``due``, as soon as the connection is open."""
        self.due = due
        if self._socket is None:
            self.open()
        elif not self.connecting:
            self._send(self._socket)

    def fail(self, kind: str) -> None:
        """Close, and report the request under way, if there is one, as failed."""
        self.close()
        if self.due:
            self._listener.failed(self, kind)

    def _lost(self, kind: str) -> None:
        """Send the request once more if the connection was a kept one; else report it."""
        if self.due and self._kept:
            self.close()
            self.open()
        else:
            self.fail(kind)

    def close(self) -> None:
        """Close the socket; the next request opens a new one."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
        self._socket = None
        self.connecting = False

    def on_message_complete(self) -> None:
        """Keep what the parser knows at the end of an answer (it forgets right after)."""
        status = self._parser.get_status_code()
        if status >= 200:
            self._status, self._keep_alive = status, self._parser.should_keep_alive()

    def _connected(self, connection: socket.socket) -> None:
        self.connecting = False
        if error := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            return self.fail(_kind(OSError(error, os.strerror(error))))
        self._selector.modify(connection, EVENT_READ, self._readable)
        if self.due:
            self._send(connection)
        return None

    def _send(self, connection: socket.socket) -> None:
        try:
            connection.send(self._request)
        except OSError as error:
            self._lost(_kind(error))

    def _readable(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(65536)
            if not data or not self.due:
                return self._lost("connection closed")
            self._kept = False
            self._parser.feed_data(data)
        except BlockingIOError:
            return None
        except OSError as error:
            return self._lost(_kind(error))
        except (HttpParserError, HttpParserUpgrade):
            return self.fail("not HTTP")
        if self._status:
            self._answered()
        return None

    def _answered(self) -> None:
        status, self._status = self._status, 0
        self._kept = self._keep_alive
        if not self._keep_alive:
            self.close()
        self._listener.answered(self, status)


def _kind(error: OSError) -> str:
    """Return the few words under which ``error`` is counted."""
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, ConnectionError):
        return "connection reset"
    return (error.strerror or str(error)).lower()
