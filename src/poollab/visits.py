"""Guests who visit an app again and again, each visit written down, while you do something to it.

They are threads of the notebook: for counting what clients see, not for measuring speed (that is
``load``).
"""

import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import NamedTuple, Self

import httpx

from poollab.errors import PoolLabError

REST = 0.02
"""Seconds that a guest rests between two visits."""


class Visit(NamedTuple):
    """One visit: what the app answered to a failed one (nothing if it went well), and how long."""

    error: str
    seconds: float


class Guests:
    """So many guests for each path, from ``with`` until the end of the block."""

    def __init__(self, url: str, paths: Iterable[str], *, each: int = 3) -> None:
        self.told: dict[str, list[Visit]] = {path: [] for path in paths}
        """What each path's guests saw, in order of time."""
        self._url, self._over = url, threading.Event()
        self._threads = [
            threading.Thread(target=self._visit, args=(path,), name=f"guest {path}", daemon=True)
            for path in self.told
            for _ in range(each)
        ]

    def _visit(self, path: str) -> None:
        """Ask again and again; a connection for each visit, as uvicorn hangs up after an error."""
        once = httpx.Limits(max_keepalive_connections=0)
        # No certificates: reading them takes longer than the visits.
        with httpx.Client(base_url=self._url, timeout=40, limits=once, verify=False) as client:
            while not self._over.wait(REST):
                began = time.perf_counter()
                try:
                    answer = client.get(f"/{path}")
                    error = "" if answer.is_success else answer.text
                except httpx.HTTPError as failure:
                    error = type(failure).__name__
                self.told[path].append(Visit(error, time.perf_counter() - began))

    def more(
        self,
        count: int,
        *,
        failed: bool | None = False,
        paths: Iterable[str] = (),
        seconds: float = 40,
    ) -> None:
        """Wait until each path has so many more answers: good ones, failed ones or (None) any.

        Raises ``PoolLabError`` if that takes longer than ``seconds``.
        """
        begin = {path: len(self.told[path]) for path in paths or self.told}
        deadline = time.monotonic() + seconds
        while missing := [path for path in begin if self._new(path, begin[path], failed) < count]:
            if time.monotonic() > deadline:
                what = "" if failed is None else "failed " if failed else "good "
                raise PoolLabError(
                    f"Waited {seconds:g} s for {count} {what}answers from {', '.join(missing)}."
                )
            time.sleep(REST)

    def _new(self, path: str, begin: int, failed: bool | None) -> int:
        """Count the visits of a kind from then on."""
        return sum(failed in (None, bool(visit.error)) for visit in self.told[path][begin:])

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=5)  # one that still waits for the app is left behind
