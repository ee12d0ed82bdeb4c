"""Latency over percentile: how long the unlucky few waited."""

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, STEPS, canvas, check_lines, far_apart, number, png

Points = Sequence[tuple[float, float]]

_TICKS = (0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999, 100)
_LINES = ("-", "--", ":", "-.")
_MARKS = "os^D"


def latencies(series: Mapping[str, Points], *, title: str, text: str | None = None) -> Picture:
    """Draw latency over percentile, a line for each label; the data are (percentile, ms) pairs.

    The slow tail gets as much room as the rest: from 90 to 99 is as far as from 99 to 99.9.
    Raises ``PoolLabError`` if a line has no points or one of them is no number.
    """
    check_lines(series)
    points = [point for line in series.values() for point in line]
    with canvas(title, 3.3) as figure:
        axes = figure.subplots()
        finest = max((share for share, _ in points if share < 100), default=0)
        for row, (label, line) in enumerate(series.items()):
            _line(axes, row, label, line, finest)
        _ticks(axes, sorted({share for share, _ in points}), finest)
        if far_apart([ms for _, ms in points]):
            axes.set_yscale("log")
            axes.set_ylabel(f"latency, ms\n({STEPS})")
        else:
            axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2)
        image = png(figure)
    return Picture(title, text or _tails(series), "Line chart", image)


def _place(share: float, finest: float) -> float:
    """Return where a percentile stands: one step to the right for each further nine.

    The slowest request of all, at 100 %, would be infinitely far off: it stands half a step
    behind the ``finest`` percentile below 100.
    """
    return -math.log10(1 - share / 100) if share < 100 else _place(finest, finest) + 0.5


def _line(axes: Axes, row: int, label: str, points: Points, finest: float) -> None:
    """Draw one line; its dashes and marks tell it from the others without its colour."""
    axes.plot(
        [_place(share, finest) for share, _ in points],
        [ms for _, ms in points],
        label=label,
        color=COLOURS[row % len(COLOURS)],
        linestyle=_LINES[row % len(_LINES)],
        marker=_MARKS[row % len(_MARKS)],
        linewidth=2.2,
    )


def _ticks(axes: Axes, shares: Sequence[float], finest: float) -> None:
    """Label both axes, the one below with the round percentiles among ``shares``."""
    shown = [share for share in _TICKS if shares[0] <= share <= finest or share == shares[-1]]
    places = [_place(share, finest) for share in shown]
    axes.set_xticks(places, ["slowest" if share == 100 else f"{share:g} %" for share in shown])
    axes.set_xlabel("share of requests answered within this time")
    axes.set_ylabel("latency, ms")
    axes.grid()


def _tails(series: Mapping[str, Points]) -> str:
    """Say in words what half of the requests, and nearly all of them, took."""
    return " ".join(f"{label}: {_tail(points)}." for label, points in series.items())


def _tail(points: Points) -> str:
    """Return the first latencies at or above 50 and 99 per cent, in words."""
    ordered = sorted(points)
    found = [next((p for p in ordered if p[0] >= share), ordered[-1]) for share in (50, 99)]
    return ", ".join(f"{share:g} % within {number(ms)} ms" for share, ms in dict.fromkeys(found))
