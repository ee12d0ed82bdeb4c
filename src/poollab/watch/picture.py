"""The picture of a recording, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from poollab import draw
from poollab.draw.timeline import Span
from poollab.watch.holders import GONE

if TYPE_CHECKING:
    from poollab.watch.recording import Recording


def picture_of(recording: Recording, title: str) -> draw.Picture:
    """Draw the life of each connection, and above it the queue of waiting requests."""
    return draw.timeline(
        list(lives(recording)),
        [(sample.t, sample.waiting) for sample in recording.samples],
        seconds=recording.seconds,
        title=title,
        text=text_of(recording)
        + f" Looked at every {recording.every * 1000:g} ms; what is shorter can be missing.",
    )


def lives(recording: Recording) -> Iterator[draw.Life]:
    """Turn samples, each of which stands until the next, into the life of each connection."""
    open_: dict[int, list[Span]] = {}
    in_use: dict[int, list[Span]] = {}
    times = [*(sample.t for sample in recording.samples), recording.seconds]
    for sample, (start, end) in zip(recording.samples, pairwise(times), strict=True):
        for pid in sample.pids:
            _extend(open_.setdefault(pid, []), start, end)
        for pid in sample.pids_in_use:
            _extend(in_use.setdefault(pid, []), start, end)
    leaked = leaks(recording)
    for pid, spans in open_.items():
        yield draw.Life(str(pid), spans, in_use.get(pid, []), leaked.get(pid, []))


def leaks(recording: Recording) -> dict[int, list[Span]]:
    """Return when each connection was held by a request, task or thread that was over."""
    found: dict[int, list[Span]] = {}
    times = [*(note.t for note in recording.holders), recording.seconds]
    for note, (start, end) in zip(recording.holders, pairwise(times), strict=True):
        for pid, state in note.odd:
            if state in GONE:
                _extend(found.setdefault(pid, []), start, end)
    return found


def _extend(spans: list[Span], start: float, end: float) -> None:
    """Add a span, joined to the last one if it goes on from there."""
    if spans and spans[-1][1] == start:
        start = spans.pop()[0]
    spans.append((start, end))


def text_of(recording: Recording, late: float = 0.0) -> str:
    """Say what was seen, the times as on an axis that began ``late`` seconds earlier."""
    count = len(recording.pids)
    seen = f"{count} connection{'s were' if count != 1 else ' was'} seen open"
    use = f"at most {recording.most_in_use} in use at once"
    lost = len(leaks(recording))
    leaked = f" {lost} leaked: held when the holder was over." if lost else ""
    notes = "".join(f" At {t + late:.1f} s {note}." for t, note in recording.notes)
    return f"{seen}, {use}; {_queue(recording, late)}.{leaked}{notes}"


def _queue(recording: Recording, late: float) -> str:
    """Say how many requests waited, and from when to when."""
    spans: list[Span] = []
    times = [*(sample.t for sample in recording.samples), recording.seconds]
    for sample, (start, end) in zip(recording.samples, pairwise(times), strict=True):
        if sample.waiting:
            _extend(spans, start, end)
    if not spans:
        return "no request had to wait"
    most, start, end = recording.most_waiting, spans[0][0] + late, spans[-1][1] + late
    were = "request was" if most == 1 else "requests were"
    return f"at most {most} {were} waiting, between {start:.2f} s and {end:.2f} s"
