"""Load that goes on until it is stopped, and is turned while it runs."""

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

from poollab.load import arguments
from poollab.load.process import worker


@dataclass(frozen=True)
class Window:
    """What a part of a second brought."""

    seconds: float
    """How long it was."""
    answered: int
    """2xx answers in it."""
    p50: float | None
    """Latency in milliseconds that half of the answers of the last second stayed within."""
    p99: float | None
    """The same of 99 %; None if there was no answer."""
    errors: dict[str, int]
    """Other answers and failures in it, by kind: ``HTTP 503``, ``timeout``, …"""
    under_way: int
    """Requests without an answer at its end."""
    oldest: float
    """How long, in milliseconds, the first of those has been waiting since it was due."""


class Stream:
    """Load on one endpoint, from a process of its own."""

    def __init__(
        self, url: str, heard: Callable[[Window], None], *, timeout: float = 30, most: int
    ) -> None:
        """Start the process, which sends nothing yet; ``heard`` is called in a thread.

        A request without an answer after ``timeout`` seconds is an error, and at most ``most`` are
        under way at once. Raises PoolLabError for a URL that is not on this machine or does not
        answer.
        """
        most = arguments.whole("most", most, arguments.MOST_CLIENTS)
        target = arguments.target(url, timeout)
        job = {"host": target.host, "port": target.port, "request": target.request}
        self._heard, self._stack, self._lock = heard, ExitStack(), threading.Lock()
        self._process = self._stack.enter_context(
            worker("poollab.load.ongoing", job | {"timeout": timeout, "most": most})
        )
        self._thread = threading.Thread(target=self._listen, name="poollab-load", daemon=True)
        self._thread.start()

    def clients(self, number: int) -> None:
        """From now on have so many clients ask, each waiting for its answer; 0 is a rest."""
        self._turn(clients=number)

    def rate(self, per_second: float) -> None:
        """From now on send so many requests a second, whether answers come or not."""
        self._turn(per_second=per_second)

    def _turn(self, **order: Any) -> None:
        assert self._process.stdin
        with self._lock, suppress(OSError, ValueError):  # it has been stopped
            print(json.dumps(order), file=self._process.stdin, flush=True)

    def _listen(self) -> None:
        with suppress(ValueError):  # its output was closed, or is no window any more
            for line in self._process.stdout or ():
                self._heard(Window(**json.loads(line)))

    def stop(self) -> None:
        """End the process. Harmless when called again."""
        with suppress(OSError, ValueError), self._lock:
            self._stack.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(3)
