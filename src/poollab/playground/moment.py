"""What is known of one moment: what the clients saw, the pool, the server, and the controls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from poollab.load import Window
from poollab.playground.settings import Settings
from poollab.watch import Recording


@dataclass(frozen=True)
class Moment:
    """A quarter of a second."""

    t: float
    """When it ended, in seconds since the playground began."""
    settings: Settings
    per_second: float
    """2xx answers."""
    refused: float
    """Answers 503 a second: nobody gave a connection in time, or the server opened none."""
    errors: float
    """Anything else a second."""
    p50: float | None
    """In milliseconds, of the last second; None if there was no answer."""
    p99: float | None
    oldest: float
    """How long the oldest request without an answer has been waiting, in milliseconds."""
    in_use: int
    waiting: int
    size: int
    leaked: int
    connections: int
    """On the server, everybody's."""
    happened: tuple[str, ...] = ()
    """The names of what was done or seen since the moment before."""


def moment(
    recording: Recording, window: Window, settings: Settings, happened: Sequence[str]
) -> Moment:
    """Return what is known now."""
    t = recording.known_until
    sample, server = recording.at(t), recording.server_at(t)
    refused = window.errors.get("HTTP 503", 0)
    return Moment(
        t, settings,
        per_second=window.answered / window.seconds,
        refused=refused / window.seconds,
        errors=(sum(window.errors.values()) - refused) / window.seconds,
        p50=window.p50, p99=window.p99, oldest=window.oldest,
        in_use=sample.in_use, waiting=sample.waiting, size=sample.size,
        leaked=sum(state == "leaked" for _, state in recording.holders_at(t).odd),
        connections=server.total if server else 0,
        happened=tuple(happened),
    )  # fmt: skip


def steady(moments: Sequence[Moment], seconds: float = 2) -> Iterator[Moment]:
    """Yield the mean of each stretch of time in which nothing was turned or happened.

    What a stretch begins with, a second, is left out; it has so many seconds besides.
    """
    first = 0
    for place, now in enumerate([*moments, None]):
        before = moments[place - 1] if place else None
        if before and now and now.settings is before.settings and not now.happened:
            continue
        stretch = [one for one in moments[first:place] if one.t >= moments[first].t + 1]
        if stretch and stretch[-1].t - stretch[0].t >= seconds:
            yield _mean(stretch)
        first = place


def _mean(stretch: Sequence[Moment]) -> Moment:
    """Return the last of some moments, with the means of what the clients saw."""

    def of(name: str) -> Any:
        values = [value for one in stretch if (value := getattr(one, name)) is not None]
        return sum(values) / len(values) if values else None

    names = ("per_second", "refused", "errors", "p50", "p99")
    return replace(stretch[-1], **{name: of(name) for name in names})
