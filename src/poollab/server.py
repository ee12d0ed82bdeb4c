"""A FastAPI app on uvicorn, live inside the notebook: in a thread with an event loop of its own."""

import asyncio
import atexit
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

import uvicorn

from poollab.errors import PoolLabError

START_WITHIN = 30  # seconds
STOP_WITHIN = 10  # seconds, more than open requests are given
GRACE = 3  # seconds that open requests get to finish when the server stops

_running: dict[str, "Server"] = {}


class Server:
    """A running app; ``url`` is where it answers. Made by :func:`serve`."""

    def __init__(self, app: Callable[..., Any], port: int) -> None:
        """Start uvicorn and wait until the app's lifespan has started.

        Raises PoolLabError when the port is taken, and what the lifespan raised.
        """
        self._app = app
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._socket = listen(port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._watched, interface="asgi3", lifespan="on", log_level="critical", access_log=False,
            timeout_graceful_shutdown=GRACE,
        )  # fmt: skip
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name=f"serve {self.url}", daemon=True)
        self._thread.start()
        try:
            self._wait_until_started()
        except BaseException:
            self.stop()
            raise

    async def _watched(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on to the app, and note how its lifespan starts."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def noting(message: Any) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._loop = asyncio.get_running_loop()
                self._ready.set()

        try:
            await self._app(scope, receive, noting)
        except BaseException as error:
            self._failure = error
            raise

    def _run(self) -> None:
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._ready.set()

    def _wait_until_started(self) -> None:
        if not self._ready.wait(START_WITHIN):
            raise PoolLabError(
                f"The app's start-up did not finish within {START_WITHIN} s: look at its lifespan."
            )
        if self._loop is None:
            failure, self._failure = self._failure, None
            raise failure or PoolLabError("The app ended before it had started.")

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the app's event loop, where its pool lives; return its result."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def stop(self) -> None:
        """Stop the app, its lifespan included. Harmless when called again.

        Raises PoolLabError when its shut-down hangs, and what the lifespan raised in it.
        """
        self._uvicorn.should_exit = True
        self._thread.join(STOP_WITHIN)
        if self._thread.is_alive():
            raise PoolLabError(
                f"The app did not stop within {STOP_WITHIN} s: its lifespan still waits, "
                "most often for a connection that was never released."
            )
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the app."""
        self.stop()

    def __repr__(self) -> str:
        state = "serving" if self._thread.is_alive() else "stopped"
        return f"<Server {self.url}, {state}>"


def serve(app: Callable[..., Any], *, port: int = 0, name: str = "app") -> Server:
    """Serve a FastAPI app (any ASGI app) until the ``with`` block ends or the kernel does.

    ``port`` is one of loopback, 0 for a free one. A server of the same ``name`` that is still
    running is stopped first, so that a cell can be run twice. Raises PoolLabError when the port is
    taken or start-up hangs, and whatever the app's lifespan raises.
    """
    if name in _running:
        _running.pop(name).stop()
    _running[name] = Server(app, port)
    return _running[name]


def listen(port: int) -> socket.socket:
    """Return a socket bound to a port of loopback. Raises PoolLabError when it is taken."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
    except OSError as error:
        found.close()
        raise PoolLabError(
            f"Port {port} can't be used ({error.strerror}): leave out port= to get a free one."
        ) from error
    return found


@atexit.register
def stop_all() -> None:
    """Stop every app that is still running."""
    for server in _running.values():
        with contextlib.suppress(Exception):  # nobody is left to tell
            server.stop()
