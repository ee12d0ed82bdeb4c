"""One app on uvicorn, in a thread with an event loop of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import wait
from typing import Any, Self, TypeVar

import uvicorn

from poollab.errors import PoolLabError
from poollab.request import under_way
from poollab.server.heard import warnings_heard
from poollab.server.lifespan import Lifespan

TELL_AFTER = 3  # seconds of start-up after which a line says what is waited for
START_WITHIN = 30  # seconds
STOP_WITHIN = 10  # seconds, more than open requests are given
GRACE = 1  # seconds that open requests get to finish when the server stops

Result = TypeVar("Result")


class Server:
    """A running app; ``url`` is where it answers. Made by :func:`serve`."""

    def __init__(self, app: Callable[..., Any], listening: socket.socket) -> None:
        """Start uvicorn on a socket that listens; wait until the app's lifespan has started.

        Raises PoolLabError when start-up hangs, and what the lifespan raised.
        """
        self._app, self._lifespan = app, Lifespan(app)
        self._socket = listening
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._watched, interface="asgi3", log_level="warning", access_log=False,
            log_config=None,  # two that start at once would undo each other's
            timeout_graceful_shutdown=GRACE,
        )  # fmt: skip
        self._uvicorn = uvicorn.Server(config)
        self._runner = asyncio.Runner(loop_factory=config.get_loop_factory())
        self._loop = self._runner.get_loop()
        self._thread = threading.Thread(target=self._run, name=f"serve {self.url}", daemon=True)
        try:
            self._thread.start()
            self._wait_until_started()
        except BaseException:
            self._cut_off()
            raise

    async def _watched(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on to the app; note how its lifespan goes, and each request."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        with under_way(scope.get("method", scope["type"]), scope["path"]):
            await self._app(scope, receive, send)

    def _run(self) -> None:
        try:
            # Uvicorn exits when the app does not start; RuntimeError is a loop that was cut off.
            with warnings_heard(), self._runner, contextlib.suppress(RuntimeError, SystemExit):
                self._runner.run(self._uvicorn.serve(sockets=[self._socket]))
        finally:
            self._socket.close()
            self._lifespan.known.set()

    def _wait_until_started(self) -> None:
        known = self._lifespan.known
        if not known.wait(TELL_AFTER):
            print(
                f"The app has not started after {TELL_AFTER} s: its lifespan has yet to come to "
                "`yield`. Look at what is called before it: most often a server that does not "
                "answer is waited for."
            )
        if not known.wait(START_WITHIN - TELL_AFTER):
            raise PoolLabError(
                f"The app's start-up did not finish within {START_WITHIN} s: look at its lifespan."
            )
        if not self._lifespan.started:
            self._thread.join()
            raise self._lifespan.failure or PoolLabError("The app ended before it had started.")

    def run(self, awaitable: Awaitable[Result]) -> Result:
        """Run a coroutine in the app's event loop, where its pool lives; return its result.

        An interrupted cell cancels it. Raises PoolLabError when the app has stopped.
        """
        if not self._thread.is_alive():
            if isinstance(awaitable, Coroutine):
                awaitable.close()
            raise PoolLabError("The app has stopped: run the cell that serves it again.")

        async def finish() -> Result:
            return await awaitable

        future = asyncio.run_coroutine_threadsafe(finish(), self._loop)
        try:
            # An interrupt that comes just before a wait is noticed only when the wait is over.
            while not wait([future], timeout=1).done:
                pass
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def stop(self) -> None:
        """Stop the app, its lifespan included. Harmless when called again.

        Raises PoolLabError when its shut-down hangs, and what the lifespan raised in it.
        """
        self._uvicorn.should_exit = True
        self._thread.join(STOP_WITHIN)
        if self._thread.is_alive():
            self._cut_off()
            raise PoolLabError(
                f"The app did not stop within {STOP_WITHIN} s and was cut off: its lifespan "
                "still waited, most often for a connection that was never released."
            )
        failure, self._lifespan.failure = self._lifespan.failure, None
        if failure is not None:
            raise failure

    def _cut_off(self) -> None:
        """Stop the loop where it stands; whatever runs in it is cancelled."""
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(GRACE)

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Stop the app. An error in the block counts more than one in stopping."""
        if error is None:
            self.stop()
        else:
            with contextlib.suppress(Exception):
                self.stop()

    def __repr__(self) -> str:
        state = "serving" if self._thread.is_alive() else "stopped"
        return f"<Server {self.url}, {state}>"
