"""The shape of what every reader returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from poollab.watch.checkout import Checkout


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pool at one moment."""

    connections: dict[int, bool]
    """Each connection that the pool counts, by the pid of its backend: is it checked out?

    Where the driver does not tell the pid, a number below zero stands for it.
    """
    opening: int
    """How many connections are being opened."""
    waiting: int
    """How many requests are in the pool's queue."""
    limit: int | None
    """How many connections the pool may open; None if it sets no limit."""
    closed: str | None
    """Why the pool has no open connection and won't open one any more; None if it has or may."""
    news: str | None
    """What happened to the pool as a whole since the last snapshot."""
    lost: Sequence[int]
    """The pids whose connections broke, since the last snapshot, without the pool's doing."""
    checkouts: Mapping[int, Checkout]
    """The last checkout of each pid, also of those that were given back."""
    odd: Mapping[int, str] = field(default_factory=dict)
    """What the pool does not know of those it counts: ``collected`` by Python, or ``broken``."""


class Reader(Protocol):
    """Reads one pool, from any thread."""

    def __call__(self) -> Snapshot:
        """Take a snapshot."""

    def drivers(self) -> dict[int, Any]:
        """Return the drivers' connections, by the pids that a snapshot has."""
