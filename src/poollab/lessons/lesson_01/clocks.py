"""Clocks: of one call, of the steps of a connection, and the straight line through two of them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from poollab.wire import Tap


async def timed(work: Callable[..., Awaitable[Any]], *given: Any) -> float:
    """Return how many milliseconds a call takes."""
    start = perf_counter()
    await work(*given)
    return (perf_counter() - start) * 1000


class Laps:
    """Times the steps of connections through a tap, and counts their round trips.

    A step that comes again counts with its quickest run.
    """

    def __init__(self, tap: Tap) -> None:
        """Watch the connections of a tap."""
        self.ms: dict[str, float] = {}
        """Milliseconds, by step."""
        self.trips: dict[str, int] = {}
        """How often the driver waited for the server; for a TCP handshake, too."""
        self._tap = tap

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done in the block."""
        before, start = waits(self._tap), perf_counter()
        yield
        ms = (perf_counter() - start) * 1000
        self.ms[name] = min(ms, self.ms.get(name, ms))
        self.trips[name] = waits(self._tap) - before


def waits(tap: Tap) -> int:
    """Return how often drivers have waited so far: for the network at first, then for answers."""
    turns = [turn for talk in tap.conversations for turn in talk.turns]
    return sum(turn.who != "driver" for turn in turns)


class Line(NamedTuple):
    """How long a script takes, in milliseconds, as a straight line over its queries."""

    one: float
    """For one query."""
    more: float
    """For each further one."""

    def at(self, queries: float) -> float:
        """Return how long it takes with so many queries."""
        return self.one + (queries - 1) * self.more

    def meets(self, other: "Line") -> float:
        """Return for how many queries both take equally long."""
        return 1 + (other.one - self.one) / (self.more - other.more)


def straight(runs: Mapping[tuple[str, int], Sequence[float]]) -> dict[str, Line]:
    """Return the line of each way through the medians of its runs with one query and with many."""
    middle = {key: median(times) for key, times in runs.items()}
    many = max(queries for _, queries in middle)
    return {
        way: Line(one, (middle[way, many] - one) / (many - 1))
        for (way, queries), one in middle.items()
        if queries == 1
    }
