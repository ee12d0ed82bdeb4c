"""Which apps are being served: one for each name, all stopped at exit."""

import atexit
import contextlib
import inspect
import os
import socket
from collections.abc import Callable
from typing import Any

from poollab.errors import PoolLabError
from poollab.server.live import Server

_running: dict[str, Server] = {}


def serve(app: Callable[..., Any], *, port: int = 0, name: str = "app") -> Server:
    """Serve a FastAPI app (any ASGI app) until the ``with`` block ends or the kernel does.

    ``port`` is one of loopback, 0 for a free one. A server of the same ``name`` that is still
    running is stopped first, so that a cell can be run twice. Raises PoolLabError when ``app`` is
    no app, the port is taken or start-up hangs, and whatever the app's lifespan raises.
    """
    check(app)
    go_past_proxies()
    if name in _running:
        try:
            _running.pop(name).stop()
        except Exception as error:  # of the run before, which must not keep this one from starting
            print(f"When the former app stopped: {error}")
    _running[name] = Server(app, listen(port))
    return _running[name]


def go_past_proxies() -> None:
    """Have the HTTP clients of this process ask loopback itself, where they ask a proxy otherwise.

    A school's or a company's machine may name one for all addresses.
    """
    for name in ("NO_PROXY", "no_proxy"):
        others = os.environ.get(name, "")
        if "127.0.0.1" not in others.split(","):
            os.environ[name] = ",".join(filter(None, [others, "127.0.0.1"]))


def check(app: object) -> None:
    """Raise PoolLabError unless this can be called as an ASGI app is."""
    try:
        with contextlib.suppress(ValueError):  # compiled code may not tell
            inspect.signature(app).bind("scope", "receive", "send")  # type: ignore[arg-type]
    except TypeError as error:
        raise PoolLabError(
            f"serve() takes an app, not {app!r:.60}. If it is the function that makes the app, "
            "call it."
        ) from error


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of loopback. Raises PoolLabError when it is taken.

    In a container ``POOLLAB_LISTEN`` may name another address, for containers beside it.
    """
    found = socket.socket()
    if os.name == "posix":  # elsewhere it would share a port that is in use
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((os.environ.get("POOLLAB_LISTEN") or "127.0.0.1", port))
        found.listen(2048)
    except (OSError, OverflowError) as error:
        found.close()
        reason = getattr(error, "strerror", None) or error
        raise PoolLabError(
            f"Port {port} can't be used ({reason}): leave out port= to get a free one."
        ) from error
    return found


@atexit.register
def stop_all() -> None:
    """Stop every app that is still running."""
    for server in _running.values():
        with contextlib.suppress(Exception):  # nobody is left to tell
            server.stop()
