"""Reads one pool after another as if they were one: an app that swaps its pool while it runs."""

from itertools import compress
from typing import Any

from poollab.watch.readers.snapshot import Reader, Snapshot


class Succession:
    """The pool that an app uses now, and those before it that still have connections."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []
        """The last one is that of the pool in use."""

    def add(self, reader: Reader) -> None:
        """Read this pool as the one in use from now on."""
        self.readers.append(reader)

    def __call__(self) -> Snapshot:
        """Take a snapshot of all of them; the limit is that of the one in use."""
        seen = [one() for one in self.readers]
        now = seen[-1]
        if len(seen) == 1:
            return now
        kept = [bool(old.connections or old.opening or old.waiting) for old in seen[:-1]]
        self.readers = list(compress(self.readers, [*kept, True]))
        return Snapshot(
            _joined(one.connections for one in seen),
            sum(one.opening for one in seen),
            sum(one.waiting for one in seen),
            now.limit, now.closed, now.news,
            [pid for one in seen for pid in one.lost],
            _joined(one.checkouts for one in seen),
            _joined(one.odd for one in seen),
        )  # fmt: skip

    def drivers(self) -> dict[int, Any]:
        """Return the connections of all of them by the pids they were told."""
        return _joined(one.drivers() for one in self.readers)


def _joined(parts: Any) -> dict[int, Any]:
    """Return dictionaries as one."""
    return {key: value for part in parts for key, value in part.items()}
