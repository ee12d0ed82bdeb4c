"""Who holds the connections of a pool at one moment, kept small."""

from array import array
from dataclasses import dataclass
from typing import NamedTuple

from poollab.watch.checkout import Checkout
from poollab.watch.readers.snapshot import Snapshot
from poollab.watch.samples import Sample

RATE, BURST = 10, 20
"""How many notes a second are kept, as each takes memory; after a quiet time so many more, so that
single changes are noted at once."""
MOST_NAMES = 5000
"""So many different names are kept; paths with a number in them would fill the memory."""


GONE = ("leaked", "collected")
"""The states of a connection that its borrower will not give back."""


class Holder(NamedTuple):
    """Who took a connection: a request by method and path, else a task or a thread."""

    name: str
    since: float
    """When it got the connection, in seconds since the recording began."""
    leaked: bool
    """Whether the holder is gone and the connection was neither given back nor listens."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders at one moment, in the order of ``pids``; nobody has an empty name."""

    t: float
    pids: tuple[int, ...]
    names: tuple[str, ...]
    since: "array[float]"
    odd: tuple[tuple[int, str], ...]
    """The pids of which there is more to say: ``checking``, ``leaked``, ``listening``,
    ``collected``, ``broken``."""

    def alike(self, other: "Holders") -> bool:
        """Say whether nothing has changed since another moment."""
        return (self.pids, self.names, self.since, self.odd) == (
            other.pids, other.names, other.since, other.odd,
        )  # fmt: skip

    def of(self, pid: int) -> Holder | None:
        """Return who held a connection; None if nobody did, or nobody knows."""
        place = self.pids.index(pid) if pid in self.pids else -1
        if place < 0 or not self.names[place]:
            return None
        gone = dict(self.odd).get(pid) in GONE
        return Holder(self.names[place], self.since[place], gone)


class Names:
    """Keeps each name once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {"": ""}

    def keep(self, name: str) -> str:
        """Return the kept copy of a name, shortened to what a person reads."""
        name = name if len(name) <= 80 else name[:79] + "…"
        if len(self._known) > MOST_NAMES and name not in self._known:
            name = f"{name.partition(' ')[0]} (one of very many)"
        return self._known.setdefault(name, name)


class HolderNotes:
    """Notes who holds the connections, if that is news and not too much of it."""

    def __init__(self, notes: list[Holders], began: float) -> None:
        """Add to ``notes``; ``began`` is when the recording did, by ``time.perf_counter``."""
        self._notes, self._began = notes, began
        self._names, self._left, self._looked = Names(), float(BURST), 0.0

    def look(self, sample: Sample, snapshot: Snapshot) -> None:
        """Take a note of the holders of the connections that a sample says are in use."""
        self._left = min(BURST, self._left + RATE * (sample.t - self._looked))
        self._looked = sample.t
        if self._notes and self._left < 1:
            return
        now = self._held(sample, snapshot)
        if not self._notes or not now.alike(self._notes[-1]):
            self._notes.append(now)
            self._left -= 1

    def _held(self, sample: Sample, snapshot: Snapshot) -> Holders:
        """Return the holders."""
        checkouts, odd = snapshot.checkouts, []
        found: list[Checkout | None] = []
        for place, pid in enumerate(sample.pids):
            one = checkouts.get(pid) if sample.mask >> place & 1 else None
            found.append(None if one is None or one.is_returned() else one)
            if found[-1] and (state := found[-1].state()):
                odd.append((pid, state))
        return Holders(
            sample.t,
            sample.pids,
            tuple(self._names.keep(one.name) if one else "" for one in found),
            array("f", [one.since - self._began if one else 0 for one in found]),
            (*odd, *snapshot.odd.items()),
        )
