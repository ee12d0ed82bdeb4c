"""Where the grid's controls can stand, and what is recorded for each setting of them."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from poollab.load import Window

POSITIONS: dict[str, tuple[Any, ...]] = {
    "query": ("sleeps", "computes"),
    "query_ms": (10, 100),
    "clients": (2, 32),
    "leaks": (0, 1),
    "size": (1, 4, 16),
}
"""A reader chooses one of each; in the order of the page."""
WORDS = {
    "query": "A query",
    "query_ms": "Query time, in ms",
    "clients": "Clients",
    "leaks": "Leaked connections",
    "size": "Pool size",
}


@dataclass(frozen=True)
class Run:
    """One setting, and what was measured in it."""

    at: dict[str, Any]
    """The positions."""
    per_second: float
    """2xx answers."""
    p50: float | None
    """In milliseconds; None if nobody got an answer."""
    p99: float | None
    waiting: int
    """The most requests that waited at once."""
    errors: int
    recording: str
    """As ``poollab.watch.recorded`` writes it."""

    @property
    def key(self) -> str:
        """Return its name, such as ``sleeps-10-32-0-4``."""
        return key(self.at)


def key(at: dict[str, Any]) -> str:
    """Return the name of a setting: its positions in their order."""
    return "-".join(str(at[name]) for name in POSITIONS)


def settings() -> list[dict[str, Any]]:
    """Return all settings of the grid."""
    return [dict(zip(POSITIONS, values, strict=True)) for values in product(*POSITIONS.values())]


def words(at: dict[str, Any]) -> str:
    """Return what a recording shows, as the heading of its view."""
    leaked = ", one leaked" if at["leaks"] else ""
    query = f"a query {at['query']} for {at['query_ms']} ms"
    return f"A pool of {at['size']}{leaked}; {at['clients']} clients; {query}"


def figures(windows: list[Window], settling: float) -> dict[str, Any]:
    """Return what the clients saw, without the first ``settling`` seconds."""
    seen, passed = [], 0.0
    for window in windows:
        passed += window.seconds
        seen += [window] if passed > settling else []
    seconds, last = sum(one.seconds for one in seen), seen[-1]
    return {
        "per_second": round(sum(one.answered for one in seen) / seconds, 1),
        "p50": last.p50,
        "p99": last.p99,
        "errors": sum(sum(one.errors.values()) for one in seen),
    }
