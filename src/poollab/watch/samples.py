"""What a recording is made of, kept small: a pool, and a server, at one moment."""

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from poollab.watch.readers.snapshot import Snapshot

NUMBERS = range(-1_000_000, 0)
"""What stands for the pids of connections whose driver does not tell them: -1, -2, …"""


@dataclass(frozen=True, slots=True, repr=False)
class Sample:
    """What the pool said at one moment."""

    t: float
    """Seconds since the recording began."""
    pids: tuple[int, ...]
    """The connections that the pool counts as open, by the pid of their backend."""
    mask: int
    """Which of them are in use: bit n stands for ``pids[n]``. Kept so, it takes a few bytes."""
    opening: int
    """Connections that are being opened."""
    waiting: int
    """Requests in the pool's queue."""

    @property
    def size(self) -> int:
        """How many connections are open."""
        return len(self.pids)

    @property
    def in_use(self) -> int:
        """How many of them are checked out."""
        return self.mask.bit_count()

    @property
    def idle(self) -> int:
        """How many of them are not."""
        return self.size - self.in_use

    @property
    def pids_in_use(self) -> tuple[int, ...]:
        """The pids of those that are checked out."""
        return tuple(pid for place, pid in enumerate(self.pids) if self.mask >> place & 1)

    def alike(self, other: "Sample") -> bool:
        """Say whether nothing has changed since another sample."""
        return (self.pids, self.mask, self.opening, self.waiting) == (
            other.pids,
            other.mask,
            other.opening,
            other.waiting,
        )

    def __repr__(self) -> str:
        return (
            f"<{self.t:.2f} s: {self.size} open, {self.in_use} in use, {self.idle} idle, "
            f"{self.waiting} waiting>"
        )


def pack(t: float, seen: Snapshot, last: Sample | None) -> Sample:
    """Make a sample of what a reader saw, sharing with the last one what is the same."""
    pids = tuple(sorted(seen.connections))
    mask = sum(1 << place for place, pid in enumerate(pids) if seen.connections[pid])
    shared = last.pids if last and last.pids == pids else pids
    return Sample(t, shared, mask, seen.opening, seen.waiting)


class Activity(NamedTuple):
    """The part of a row of pg_stat_activity that stays the same for a while."""

    pid: int
    state: str | None
    wait_event_type: str | None
    wait_event: str | None
    query: str


class Backend(NamedTuple):
    """What the server said of one backend; the ages are in seconds."""

    pid: int
    state: str | None
    wait_event_type: str | None
    wait_event: str | None
    query: str
    in_state: float | None
    in_transaction: float | None
    open: float


@dataclass(frozen=True, slots=True)
class ServerSample:
    """What the server said at one moment, its rows shared with other samples where alike."""

    t: float
    total: int
    """Connections to the server, everybody's, the recording's own included."""
    rows: Sequence[Activity]
    ages: "array[float]"
    links: Mapping[int, int] = field(default_factory=dict)
    """Behind PgBouncer: the pid of the backend that has served a connection for the whole look, by
    the pid that the pool knows; 0 if there was none. What may have changed meanwhile is left out.
    """
    apart: str = ""
    """Why PgBouncer can't tell; nothing if it can."""

    @property
    def backends(self) -> list[Backend]:
        """The backends, oldest first."""
        ages = [None if math.isnan(age) else age for age in self.ages]
        triples = zip(ages[::3], ages[1::3], ages[2::3], strict=True)
        return [Backend(*row, *triple) for row, triple in zip(self.rows, triples, strict=True)]  # type: ignore[arg-type]
