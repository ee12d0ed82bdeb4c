"""A recording: what a pool did and what the server said, and what can be asked of it."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from poollab.draw import Picture
from poollab.pace import is_small
from poollab.watch.holders import Holders
from poollab.watch.picture import picture_of
from poollab.watch.samples import Backend, Sample, ServerSample
from poollab.watch.since import Line

if TYPE_CHECKING:
    from poollab.watch.view import View

LINE_STEP = 0.1
"""Seconds: how finely the line of a live view is drawn."""


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
        self.first_on_server: dict[int, float] = {}
        """When the server first named each backend: one that it no longer names has ended."""
        self.max_connections: int | None = None
        """How many connections the server takes, from everybody; None if it was not asked."""
        self.pooled = False
        """Whether the server is asked through PgBouncer, so that the pids are not its own."""
        self.holders: list[Holders] = []
        """Who held the connections, in order of time; under load it is noted ten times a second."""
        self.lost: list[tuple[float, int]] = []
        """Connections that broke without the pool's doing: when that was seen, and the pid."""
        self.notes: list[tuple[float, str]] = []
        """What happened to the recording itself, and when."""
        self.line = Line(LINE_STEP)
        """The counts over time, as the view draws them while it is live."""
        self.is_on_show = False
        """Whether a notebook that is open in a front end shows it, or later a page does."""
        self._began = time.perf_counter()
        self._ended: float | None = None
        self._looked = 0.0

    def __repr__(self) -> str:
        return (
            f"<Recording of {self.seconds:.2f} s: {len(self.pids)} connections seen, at most "
            f"{self.most_in_use} in use and {self.most_waiting} requests waiting>"
        )

    @property
    def began(self) -> float:
        """When it began, by ``time.perf_counter``."""
        return self._began

    @property
    def seconds(self) -> float:
        """How long the recording is, up to now if it is still running."""
        return (self._ended or time.perf_counter()) - self._began

    @property
    def is_live(self) -> bool:
        """Whether it is still being made."""
        return self._ended is None

    @property
    def known_until(self) -> float:
        """The time of the last look at the pool: what is said of any time up to it stays so."""
        return self._looked if self.is_live else self.seconds

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
        sample = self.server_at(t)
        return sample.backends if sample else []

    def server_at(self, t: float) -> ServerSample | None:
        """Return what the server had last said at a time; None if nothing yet."""
        after = bisect_right(self.server_samples, t, key=lambda sample: sample.t)
        return self.server_samples[after - 1] if after else None

    def holders_at(self, t: float) -> Holders:
        """Return who held the connections at a time."""
        after = bisect_right(self.holders, t, key=lambda holders: holders.t)
        return self.holders[max(after - 1, 0)]

    def follow(self, show: Callable[[], bool], every: float) -> None:
        """Call ``show`` once; a recording that is being made does so until it ends, too."""
        show()

    def view(self, title: str | None = None) -> View:
        """Return the view of the recording for a notebook: live while it is made, then a replay.

        ``title`` is the heading; where no widget can run, it is that of the picture.
        """
        from poollab.watch.view import View  # only a notebook needs a widget

        return View(self, title)

    async def time_to_look(self, seconds: float) -> None:
        """Wait so many seconds if somebody can be looking at a view of this; go on if nobody is.

        With ``POOLLAB_SMALL`` in the environment nobody is.
        """
        if self.is_on_show and not is_small():
            await asyncio.sleep(seconds)

    def picture(self, title: str) -> Picture:
        """Draw the life of each connection, and above it the queue of waiting requests."""
        return picture_of(self, title)
