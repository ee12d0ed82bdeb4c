"""How long a connection has been as it is, and what a pool did lately: read from its samples."""

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


def lately(samples: Sequence[Sample], place: int, start: float, width: float) -> list[Step]:
    """Return what the pool did from ``start`` to ``samples[place]``, in steps of ``width`` seconds.

    Each step shows the most that it saw of everything; steps like the one before are left out.
    """
    first = place
    while first and samples[first].t > start:
        first -= 1
    steps: list[Step] = []
    for sample in samples[first : place + 1]:
        t = max(start, sample.t // width * width)
        now = (t, sample.in_use, sample.size, sample.waiting)
        if steps and steps[-1][0] == t:
            now = (t, *(max(pair) for pair in zip(steps.pop()[1:], now[1:], strict=True)))  # type: ignore[assignment]
        if not steps or steps[-1][1:] != now[1:]:
            steps.append(now)
    return steps
