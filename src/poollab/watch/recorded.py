"""A recording as text: all that its replay shows, for a page that has no kernel to ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from poollab.watch.frame import frame, moments
from poollab.watch.overview import overview

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

MIME = "application/vnd.poollab.recording+json"
VERSION = 1
"""Of the text. A page replays this version; of another it shows the picture, and says why."""
MOST = 2000
"""So many moments are kept at most."""
STEPS = 10_000
"""A second has so many: a moment is kept as up to one of them later than it was."""

CHANGES = ("in_use", "idle", "size", "opening", "waiting", "marks", "server", "notes")
"""What differs from one frame to the next."""


def recorded(recording: Recording, title: str) -> str:
    """Return a recording that has ended as JSON: its ``frame`` at all moments that are kept.

    Of each entry of a frame only the changes stand there: the number of a moment, what it is from
    then on, and so forth. A mark is the number of a row of ``marks``, where a text is the number of
    one of ``texts``.
    """
    found = sorted({_late(t) for t in moments(recording) if t <= recording.seconds} | {0.0})
    kept = found if len(found) <= MOST else _busiest(recording, found)
    marks, texts = Numbers(), Numbers()
    frames = [frame(recording, t) for t in kept]
    for shown in frames:
        shown["marks"] = [marks.of(_row(mark, texts)) for mark in shown["marks"]]
    seconds = _late(recording.seconds)
    return json.dumps(
        {
            "version": VERSION,
            "title": title,
            "seconds": seconds,
            "limit": recording.limit,
            "moments": len(found),
            "t": kept,
            "samples": sorted({_late(sample.t) for sample in recording.samples}.intersection(kept)),
            **{name: _changes([shown[name] for shown in frames]) for name in CHANGES},
            "rows": list(marks),
            "texts": list(texts),
            **overview(recording, seconds),
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


class Numbers(dict[Any, int]):
    """Gives each thing a number, the same to the same."""

    def of(self, thing: Any) -> int:
        """Return the number of a thing."""
        return self.setdefault(thing, len(self))


def _row(mark: Sequence[Any], texts: Numbers) -> tuple[Any, ...]:
    """Return a mark with numbers in place of its texts."""
    pid, state, since, *rest = mark
    return pid, texts.of(state), since, *map(texts.of, rest)


def _late(t: float) -> float:
    """Return a time as it is kept, never earlier than it is."""
    return ceil(t * STEPS) / STEPS


def _changes(values: list[Any]) -> list[Any]:
    """Return the number of each value that is not like the one before, and the value after it."""
    found: list[Any] = []
    for n, value in enumerate(values):
        if not found or found[-1] != value:
            found += [n, value]
    return found


def _busiest(recording: Recording, times: list[float]) -> list[float]:
    """Return as many of the times as are kept: of each few that follow one another the busiest."""
    few = ceil(len(times) / (MOST - 1))
    groups = (times[n : n + few] for n in range(0, len(times) - 1, few))
    return [*(max(group, key=lambda t: _going_on(recording, t)) for group in groups), times[-1]]


def _going_on(recording: Recording, t: float) -> int:
    """Return how many requests had a connection or waited for one at a time."""
    sample = recording.at(t)
    return sample.in_use + sample.waiting
