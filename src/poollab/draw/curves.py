"""Values over something that grows, such as a pool's size or the time: a line for each label."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from poollab.draw.picture import Picture
from poollab.draw.style import (
    COLOURS,
    GREY,
    PALE,
    PAPER,
    STEPS,
    canvas,
    check_lines,
    far_apart,
    number,
    png,
)

Points = Sequence[tuple[float, float]]
Dots = Sequence[tuple[float, float, float]]

_SHADE: Any = {"facecolor": PALE, "edgecolor": COLOURS[0], "hatch": "//", "zorder": 0}
_LINES = ("-", "--", ":", "-.")
_MARKS = "os^D"
_MOST_MARKS = 30  # points of a line, beyond which dots would hide it


def curves(
    series: Mapping[str, Points],
    *,
    title: str,
    x: str,
    y: str,
    text: str,
    measured: Mapping[str, Dots] | None = None,
    shaded: Mapping[str, tuple[float, float]] | None = None,
    marked: Mapping[str, float] | None = None,
    steps: bool = False,
    plain: bool = False,
) -> Picture:
    """Draw a line through the (x, y) points of each label.

    ``x`` and ``y`` say what the axes show, with their units; ``text`` is the sentence below.
    ``measured`` are dots to hold against the lines, those of the first label in the colour of the
    first line: (x, y, error), each with a bar from y - error to y + error.
    ``shaded`` hatches a stretch of x for each label, from and to.
    ``marked`` draws an upright line at some values of x, each with its label. With ``steps`` each
    value stands until the next. An axis whose values are far apart is logarithmic, unless the axes
    are to be ``plain``: where the lines are straight, and how steep they are is the finding.
    Raises ``PoolLabError`` if a label has no points or one of them is no number.
    """
    check_lines(series)
    measured = measured or {}
    tops = {label: [(at, y + error) for at, y, error in of] for label, of in measured.items()}
    if measured:
        check_lines(tops)
    points = [point for line in (*series.values(), *tops.values()) for point in line]
    with canvas(title, 3.4) as figure:
        axes = figure.subplots()
        for row, (label, line) in enumerate(series.items()):
            _line(axes, row, label, line, steps=steps)
        for row, (label, dots) in enumerate(measured.items()):
            _dots(axes, row, label, dots)
        for label, (start, end) in (shaded or {}).items():
            axes.axvspan(start, end, label=label, **_SHADE)
        for row, (label, at) in enumerate((marked or {}).items()):
            _mark(axes, row, label, at)
        _scale(axes, points, x, y, plain=plain)
        columns = 2 if measured else 3  # the dots stand beside their lines
        if len(series) + len(measured) + len(shaded or {}) > 1:
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2)
        image = png(figure)
    return Picture(title, text, "Line chart", image)


def _line(axes: Axes, row: int, label: str, points: Points, *, steps: bool) -> None:
    """Draw one line; its dashes and marks tell it from the others without its colour."""
    axes.plot(
        [at for at, _ in points],
        [value for _, value in points],
        label=label,
        color=COLOURS[(row + 1) % len(COLOURS)],
        linestyle=_LINES[row % len(_LINES)],
        marker="" if steps or len(points) > _MOST_MARKS else _MARKS[row % len(_MARKS)],
        drawstyle="steps-post" if steps else "default",
        linewidth=2.2,
    )


def _dots(axes: Axes, row: int, label: str, dots: Dots) -> None:
    """Draw dots in the colour of the line of the same row, each with its error as a bar."""
    places, values, errors = zip(*dots, strict=True)
    axes.errorbar(
        places,
        values,
        errors,
        label=label,
        color=COLOURS[(row + 1) % len(COLOURS)],
        fmt=_MARKS[row % len(_MARKS)],
        markersize=7,
        capsize=5,
        clip_on=False,
    )


def _mark(axes: Axes, row: int, label: str, at: float) -> None:
    """Draw an upright line with its label at its foot, each label higher than the last."""
    axes.axvline(at, color=COLOURS[0], linestyle=(0, (4, 3)), linewidth=1.4, zorder=1)
    if not label:
        return
    axes.annotate(
        label,
        (at, 0),
        (6, 6 + 19 * row),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        color=COLOURS[0],
        weight="bold",
        bbox={"facecolor": PAPER, "linewidth": 0, "pad": 1.5},
    )


def _scale(axes: Axes, points: Points, x: str, y: str, *, plain: bool) -> None:
    """Label both axes, logarithmic where the values are far apart."""
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if not plain and far_apart([at for at, _ in points]):
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.set_xlabel(f"{x} (a logarithmic scale)")
    if not plain and far_apart([value for _, value in points]):
        axes.set_yscale("log")
        axes.set_ylabel(f"{y}\n({STEPS})")
    else:
        axes.set_ylim(bottom=min(0.0, *(value for _, value in points)))
        axes.margins(y=0.12)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        axis.set_minor_formatter(NullFormatter())
    axes.tick_params(colors=GREY)
    axes.grid()
