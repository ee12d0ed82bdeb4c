"""A recording: what a pool did and what the server said, and what can be asked of it."""

import time
from bisect import bisect_right

from poollab.draw import Picture
from poollab.watch.picture import picture_of
from poollab.watch.samples import Backend, Sample, ServerSample


class Recording:
    """What was seen of one pool over time; all times are in seconds since it began."""

    def __init__(self, every: float) -> None:
        self.every = every
        """Seconds from one look at the pool to the next."""
        self.limit: int | None = None
        """How many connections the pool may open; None if it sets no limit."""
        self.samples: list[Sample] = []
        """What the pool said, in order of time; a sample like the one before is left out."""
        self.server_samples: list[ServerSample] = []
        """What the server said, in order of time."""
        self.notes: list[tuple[float, str]] = []
        """What happened to the recording itself, and when."""
        self._began = time.perf_counter()
        self._ended: float | None = None

    def __repr__(self) -> str:
        return (
            f"<Recording of {self.seconds:.2f} s: {len(self.pids)} connections seen, at most "
            f"{self.most_in_use} in use and {self.most_waiting} requests waiting>"
        )

    @property
    def seconds(self) -> float:
        """How long the recording is, up to now if it is still running."""
        return (self._ended or time.perf_counter()) - self._began

    @property
    def most_open(self) -> int:
        """The most connections that were open at once."""
        return max(sample.size for sample in self.samples)

    @property
    def most_in_use(self) -> int:
        """The most connections that were checked out at once."""
        return max(sample.in_use for sample in self.samples)

    @property
    def most_waiting(self) -> int:
        """The most requests that were in the queue at once."""
        return max(sample.waiting for sample in self.samples)

    @property
    def pids(self) -> list[int]:
        """The backends seen behind the pool's connections, in the order of their appearance."""
        return list(dict.fromkeys(pid for sample in self.samples for pid in sample.pids))

    @property
    def backends(self) -> list[Backend]:
        """What the server said last; empty if it was not asked."""
        return self.server_samples[-1].backends if self.server_samples else []

    def at(self, t: float) -> Sample:
        """Return what the pool looked like ``t`` seconds after the recording began."""
        after = bisect_right(self.samples, t, key=lambda sample: sample.t)
        return self.samples[max(after - 1, 0)]

    def backends_at(self, t: float) -> list[Backend]:
        """Return what the server last said ``t`` seconds after the recording began."""
        after = bisect_right(self.server_samples, t, key=lambda sample: sample.t)
        return self.server_samples[after - 1].backends if after else []

    def picture(self, title: str) -> Picture:
        """Draw the life of each connection, and above it the queue of waiting requests."""
        return picture_of(self, title)
