"""The life of each connection as a bar over time, the queue of waiting requests above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, GREY, PALE, PAPER, canvas, only_x, png

Span = tuple[float, float]

IN_USE, IDLE, QUEUE = COLOURS[1], COLOURS[5], COLOURS[0]
LEAKED: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "#A3286F", "hatch": "xxxx"}
MOST_LABELS = 24
CLOSE = 0.1
"""Marks so near to each other, as a share of the width, have their labels on both sides."""


@dataclass(frozen=True)
class Life:
    """One connection: what to call it, when it was open, in use, and leaked, in seconds."""

    label: str
    open: Sequence[Span]
    in_use: Sequence[Span]
    leaked: Sequence[Span] = ()


def timeline(
    lives: Sequence[Life],
    waiting: Sequence[tuple[float, int]],
    *,
    seconds: float,
    title: str,
    text: str,
    marked: Mapping[str, float] | None = None,
) -> Picture:
    """Draw a row for each connection from 0 to ``seconds``, above it how many requests waited.

    ``waiting`` holds (time, count) steps; each count stands until the next. ``marked`` draws an
    upright line at some times, each with its label.
    """
    with canvas(title, 2.5 + _height(len(lives))) as figure:
        above, below = _panels(figure, _height(len(lives)))
        _queue(above, [*waiting, (seconds, waiting[-1][1] if waiting else 0)])
        _lives(below, lives)
        marks = marked or {}
        for (label, at), later in zip(marks.items(), [*marks.values(), inf][1:], strict=True):
            _mark(above, below, label, at, left=later - at < CLOSE * seconds)
        below.set_xlim(0, seconds)
        below.set_xlabel("seconds since the recording began")
        _legend(figure, leaked=any(life.leaked for life in lives))
        image = png(figure)
    return Picture(title, text, "Timeline", image)


def _height(rows: int) -> float:
    """Return inches for so many rows: roomy for a few, bounded for hundreds."""
    return min(max(rows, 1) * 0.3, 5.5)


def _panels(figure: Figure, height: float) -> tuple[Axes, Axes]:
    """Return the panel of the queue and, on the same time axis, that of the connections."""
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, height))
    return above, below


def _queue(axes: Axes, steps: Sequence[tuple[float, int]]) -> None:
    """Draw how many requests waited, as a hatched step area."""
    times, counts = zip(*steps, strict=True)
    axes.fill_between(
        times, counts, step="post", facecolor=PALE, edgecolor=QUEUE, hatch="////", linewidth=1
    )
    axes.set_ylim(0, max(*counts, 1) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.set_title("requests waiting", loc="left", fontsize=11)
    if not any(counts):
        axes.text(0.5, 0.45, "no request waited", transform=axes.transAxes, ha="center", color=GREY)


def _lives(axes: Axes, lives: Sequence[Life]) -> None:
    """Draw a thin bar while a connection is open, a thick one in use, hatched if leaked."""
    for row, life in enumerate(lives):
        axes.broken_barh(_widths(life.open), (row - 0.11, 0.22), color=IDLE, linewidth=0)
        axes.broken_barh(_widths(life.in_use), (row - 0.38, 0.76), color=IN_USE, linewidth=0)
        axes.broken_barh(_widths(life.leaked), (row - 0.38, 0.76), **LEAKED)
    axes.set_ylim(max(len(lives), 1) - 0.4, -0.6)
    only_x(axes)
    if len(lives) <= MOST_LABELS:
        axes.set_yticks(range(len(lives)), [life.label for life in lives])
        axes.set_title("connections, by the pid of their backend", loc="left", fontsize=11)
    else:
        axes.set_yticks([])
        axes.set_title(f"{len(lives)} connections, a line each", loc="left", fontsize=11)


def _mark(above: Axes, below: Axes, label: str, at: float, *, left: bool) -> None:
    """Draw an upright line through both panels, its label at the top, on its right.

    On its left it is one line lower, below the label of the mark before.
    """
    for axes in (above, below):
        axes.axvline(at, color=GREY, linestyle=(0, (4, 3)), linewidth=1.2, zorder=3)
    above.annotate(
        label,
        (at, 1),
        (-4, -16) if left else (4, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if left else "left",
        va="top",
        fontsize=10,
        bbox={"facecolor": PAPER, "linewidth": 0, "pad": 1},
    )


def _widths(spans: Iterable[Span]) -> list[Span]:
    """Turn (from, to) into the (from, width) that Matplotlib takes."""
    return [(start, end - start) for start, end in spans]


def _legend(figure: Figure, *, leaked: bool) -> None:
    """Say in words what the bars mean, in one line below the picture."""
    handles = [
        Patch(facecolor=PALE, edgecolor=QUEUE, hatch="////", label="requests waiting"),
        Patch(color=IN_USE, label="thick: connection in use"),
        Patch(color=IDLE, label="thin: open and idle"),
    ]
    figure.legend(
        handles=handles + [Patch(**LEAKED, label="leaked")] * leaked,
        loc="outside lower left",
        ncols=4,
        fontsize=10.5,
        handlelength=1.4,
    )
