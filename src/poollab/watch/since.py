"""How long a connection has been as it is, and what a pool did lately: read from its samples."""

from collections.abc import Sequence
from itertools import groupby

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


def lately(
    samples: Sequence[Sample], place: int, start: float, end: float, width: float
) -> list[Step]:
    """Return what the pool did from ``start`` to ``end``, where ``samples[place]`` stands.

    For ``width`` seconds a step shows the most that was seen in them, so that a short peak can be
    seen; after them, and at the end, what stands then. Steps like the one before are left out.
    """
    first = place
    while first and samples[first].t > start:
        first -= 1
    steps: list[Step] = []
    for slot, group in groupby(samples[first : place + 1], lambda one: one.t // width):
        seen = [(one.in_use, one.size, one.waiting) for one in group]
        begin, over = (max(start, min(end, n * width)) for n in (slot, slot + 1))
        if steps and steps[-1][0] == begin:
            steps.pop()
        in_use, size, waiting = map(max, zip(*seen, strict=True))
        steps += [(begin, in_use, size, waiting), (over, *seen[-1])]
    return [now for n, now in enumerate(steps) if not n or now[1:] != steps[n - 1][1:]]
