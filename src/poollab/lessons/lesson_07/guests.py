"""The guests: five visits to the restaurant, and tabs that stay open."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
from websockets.sync.client import connect

PATIENCE = 30
"""Seconds that a guest waits for an answer, so that a cell ends however the app fails."""


@contextmanager
def five_visits(url: str) -> Iterator[dict[str, int]]:
    """Visit ``/early``, ``/error``, ``/cancelled``, ``/background`` and ``/stream``.

    Yields the status of each answer while the stream is still open; then the mail of
    ``/background`` is sent. Raises ``httpx.HTTPError`` for a visit without an answer.
    """
    ways = ("/early", "/error", "/cancelled", "/background")
    answers = {way: httpx.get(url + way, timeout=PATIENCE).status_code for way in ways}
    with httpx.stream("GET", url + "/stream", timeout=PATIENCE) as reading:
        yield answers | {"/stream": reading.status_code}
    httpx.post(url + "/mail-sent", timeout=PATIENCE)


@contextmanager
def sockets(url: str, number: int = 5) -> Iterator[list[str]]:
    """Open so many WebSockets; each asks for table 3, is answered, and says no more.

    Yields the answers while all are open. Raises ``TimeoutError`` if one gets none.
    """
    address = url.replace("http", "ws", 1)
    with ExitStack() as stack:
        tabs = [stack.enter_context(connect(address, open_timeout=PATIENCE)) for _ in range(number)]
        for tab in tabs:
            tab.send("3")
        yield [str(tab.recv(PATIENCE)) for tab in tabs]


@contextmanager
def streams(url: str, number: int = 5) -> Iterator[Callable[[], list[str]]]:
    """Open so many event streams, and hear the first event of each.

    Yields a function that returns the next event of each, which raises ``httpx.HTTPError`` if one
    gets none in time.
    """
    with ExitStack() as stack:
        opened = [
            stack.enter_context(httpx.stream("GET", url, timeout=PATIENCE)) for _ in range(number)
        ]
        events = [_events(one) for one in opened]

        def hear() -> list[str]:
            return [next(tab) for tab in events]

        hear()
        yield hear


def _events(stream: httpx.Response) -> Iterator[str]:
    """Yield the data of each event."""
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield str(json.loads(line.removeprefix("data: ")))
