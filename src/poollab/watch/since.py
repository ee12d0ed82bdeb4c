"""How long a connection has been as it is, and what a pool did lately: read from its samples."""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from poollab.watch.samples import Sample

LOOK_BACK = 3000
"""So many samples are read back at most; at one every 20 ms they reach back a minute or more."""


def changed(samples: Sequence[Sample], place: int) -> dict[int, float]:
    """Return since when each connection of ``samples[place]`` has been idle, or in use, as there.

    A connection that was not there before counts from when it was first seen.
    """
    newest = later = samples[place]
    found: dict[int, float] = {}
    pending = (1 << newest.size) - 1  # bit n stands for newest.pids[n]
    for earlier in reversed(samples[max(0, place - LOOK_BACK) : place]):
        different = pending & _difference(newest, earlier)
        found |= {pid: later.t for n, pid in enumerate(newest.pids) if different >> n & 1}
        pending &= ~different
        if not pending:
            break
        later = earlier
    return found | {pid: later.t for n, pid in enumerate(newest.pids) if pending >> n & 1}


def _difference(newest: Sample, earlier: Sample) -> int:
    """Return a bit for each connection of the one that is otherwise, or missing, in the other."""
    if newest.pids == earlier.pids:
        return newest.mask ^ earlier.mask
    before = {pid: earlier.mask >> n & 1 for n, pid in enumerate(earlier.pids)}
    return sum((before.get(pid) != newest.mask >> n & 1) << n for n, pid in enumerate(newest.pids))


Step = tuple[float, int, int, int]
"""A time and, from then on, the most in use, open and waiting."""


class Line:
    """What a pool did lately, in slots of ``width`` seconds; those that are over are read once.

    A view asks ten times a second for its last half minute: reading it anew each time would cost
    the app whose pool is shown.
    """

    def __init__(self, width: float) -> None:
        self._width = width
        self._steps: list[Step] = []
        self._read = 0  # so many samples are in slots that are over
        self._lock = threading.Lock()

    def until(self, samples: Sequence[Sample], place: int, start: float, end: float) -> list[Step]:
        """Return what the pool did from ``start`` to ``end``, where ``samples[place]`` stands.

        In each slot stands the most that was seen in it, so that a short peak can be seen; after
        it, and at the end, what stands then. Steps like the one before are left out. ``samples``
        are always those of one recording, of which there may be more each time.
        """
        newest = self._of_slot(samples, place)
        with self._lock:
            self._read_slots(samples)
            after = bisect_left(self._steps, newest[0][0], key=_time)
            steps = self._steps[_standing(self._steps, start) : after]
        for t, in_use, size, waiting in newest:
            _add(steps, (min(t, end), in_use, size, waiting))
        steps = steps[_standing(steps, start) :]
        steps[0] = (max(start, steps[0][0]), *steps[0][1:])
        return steps

    def _read_slots(self, samples: Sequence[Sample]) -> None:
        """Read the slots that are over: those after which there is a sample."""
        for place in range(self._read, len(samples) - 1):
            if self._slot(samples[place]) < self._slot(samples[place + 1]):
                for step in self._of_slot(samples, place):
                    _add(self._steps, step)
                self._read = place + 1

    def _slot(self, sample: Sample) -> float:
        """Return the number of a sample's slot."""
        return sample.t // self._width

    def _of_slot(self, samples: Sequence[Sample], place: int) -> tuple[Step, Step]:
        """Return what a slot shows up to one of its samples, and what stands after it."""
        slot, first = self._slot(samples[place]), place
        while first and self._slot(samples[first - 1]) == slot:
            first -= 1
        seen = [(one.in_use, one.size, one.waiting) for one in samples[first : place + 1]]
        in_use, size, waiting = map(max, zip(*seen, strict=True))
        begin, over = slot * self._width, (slot + 1) * self._width
        return (begin, in_use, size, waiting), (over, *seen[-1])


def _standing(steps: Sequence[Step], t: float) -> int:
    """Return the place of the step that stands at a time; the first if none does yet."""
    return max(0, bisect_right(steps, t, key=_time) - 1)


def _time(step: Step) -> float:
    """Return when a step begins."""
    return step[0]


def _add(steps: list[Step], step: Step) -> None:
    """Add a step, in the place of one at the same time, unless it is like the one before."""
    if steps and steps[-1][0] == step[0]:
        steps.pop()
    if not steps or steps[-1][1:] != step[1:]:
        steps.append(step)
