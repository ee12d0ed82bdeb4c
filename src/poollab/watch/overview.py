"""What the view draws of a recording as a whole: its line, and when most was going on."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from poollab.watch.since import Line

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

WINDOW = 30.0
"""How many seconds back the line of a live recording reaches."""
SLOTS = 300
"""So many slots the line of a recording that has ended has at most: there is room for no more."""


def overview(recording: Recording, t: float) -> dict[str, Any]:
    """Return the line up to a time and when the peak was, ready for JSON.

    While the recording is live, the line has its last ``WINDOW`` seconds, and the peak is None.
    """
    place = max(0, bisect_right(recording.samples, t, key=lambda sample: sample.t) - 1)
    live = recording.is_live
    line = recording.line if live else Line(max(recording.every, t / SLOTS))
    start = max(0.0, t - WINDOW) if live else 0.0
    return {
        "line": line.until(recording.samples, place, start, t),
        "peak": None if live else peak(recording),
    }


def peak(recording: Recording) -> float | None:
    """Return when most requests had a connection or waited for one; None if none ever did.

    It is in the middle of the longest time for which that was so; in seconds.
    """
    times = [*(sample.t for sample in recording.samples), recording.seconds]
    most, _, middle = max(
        (sample.in_use + sample.waiting, end - start, (start + end) / 2)
        for sample, (start, end) in zip(recording.samples, pairwise(times), strict=True)
    )
    return middle if most else None
