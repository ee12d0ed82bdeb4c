"""The picture of a recording, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from poollab import draw
from poollab.draw.timeline import Span

if TYPE_CHECKING:
    from poollab.watch.recording import Recording


def picture_of(recording: Recording, title: str) -> draw.Picture:
    """Draw the life of each connection, and above it the queue of waiting requests."""
    return draw.timeline(
        list(lives(recording)),
        [(sample.t, sample.waiting) for sample in recording.samples],
        seconds=recording.seconds,
        title=title,
        text=_text(recording),
    )


def together(
    recordings: Mapping[str, Recording],
    title: str,
    *,
    marked: Mapping[str, float] | None = None,
) -> draw.Picture:
    """Draw recordings made at the same time, the pools one below the other, by their names.

    ``marked`` draws an upright line at some times, each with its label.
    """
    rows = [
        replace(life, label=f"{name}  {life.label}")
        for name, recording in recordings.items()
        for life in lives(recording)
    ]
    times = sorted({sample.t for one in recordings.values() for sample in one.samples})
    return draw.timeline(
        rows,
        [(t, sum(one.at(t).waiting for one in recordings.values())) for t in times],
        seconds=max(one.seconds for one in recordings.values()),
        title=title,
        text=" ".join(f"{name}: {_seen(one)}" for name, one in recordings.items())
        + _blind(max(one.every for one in recordings.values())),
        marked=marked,
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
    for pid, spans in open_.items():
        yield draw.Life(str(pid), spans, in_use.get(pid, []))


def _extend(spans: list[Span], start: float, end: float) -> None:
    """Add a span, joined to the last one if it goes on from there."""
    if spans and spans[-1][1] == start:
        start = spans.pop()[0]
    spans.append((start, end))


def _text(recording: Recording) -> str:
    """Say what the picture shows, and what it can't."""
    return _seen(recording) + _blind(recording.every)


def _blind(every: float) -> str:
    return f" Looked at every {every * 1000:g} ms; what is shorter can be missing."


def _seen(recording: Recording) -> str:
    """Say what was seen."""
    count = len(recording.pids)
    seen = f"{count} connection{'s were' if count != 1 else ' was'} seen open"
    use = f"at most {recording.most_in_use} in use at once"
    notes = "".join(f" At {t:.1f} s {note}." for t, note in recording.notes)
    return f"{seen}, {use}; {_queue(recording)}.{notes}"


def _queue(recording: Recording) -> str:
    """Say how many requests waited, and from when to when."""
    spans: list[Span] = []
    times = [*(sample.t for sample in recording.samples), recording.seconds]
    for sample, (start, end) in zip(recording.samples, pairwise(times), strict=True):
        if sample.waiting:
            _extend(spans, start, end)
    if not spans:
        return "no request had to wait"
    most, start, end = recording.most_waiting, spans[0][0], spans[-1][1]
    were = "request was" if most == 1 else "requests were"
    return f"at most {most} {were} waiting, between {start:.2f} s and {end:.2f} s"
