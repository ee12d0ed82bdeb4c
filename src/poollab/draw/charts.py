"""A few values side by side: as bars, or as dots beside what the learner predicted."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from poollab.draw.picture import Picture
from poollab.draw.style import (
    COLOURS,
    INK,
    PAPER,
    STEPS,
    are_whole,
    canvas,
    check,
    far_apart,
    listed,
    number,
    only_x,
    png,
    with_unit,
    wrap,
)


def bars(
    values: Mapping[str, float],
    *,
    title: str,
    unit: str,
    limit: tuple[str, float] | None = None,
    text: str | None = None,
) -> Picture:
    """Draw one horizontal bar for each value, its figure written at its end.

    ``limit`` is a line that all bars are seen against: its name and its value. ``text`` is the
    sentence below; without it, one is made of the values.
    Raises ``PoolLabError`` if there are no values or one of them is no number.
    """
    check(dict(values))
    with canvas(title, 0.75 + 0.5 * len(values)) as figure:
        axes = figure.subplots()
        colours = [COLOURS[row % len(COLOURS)] for row in range(len(values))]
        drawn = axes.barh(range(len(values)), list(values.values()), height=0.62, color=colours)
        axes.bar_label(
            drawn,
            [number(v) for v in values.values()],
            padding=5,
            weight="bold",
            bbox={"facecolor": PAPER, "linewidth": 0, "pad": 1.5},
        )
        axes.margins(x=0.12)
        _rows(axes, values, unit)
        if limit:
            _limit(axes, *limit)
        image = png(figure)
    said = listed(values if limit is None else {**values, limit[0]: limit[1]}, unit)
    return Picture(title, text or f"{said}.", "Bar chart", image)


def _limit(axes: Axes, name: str, value: float) -> None:
    """Draw a dashed line upwards, its name above the bars."""
    axes.axvline(value, color=INK, linestyle=(0, (4, 3)), linewidth=1.6)
    axes.annotate(
        f"{name}: {number(value)}", (value, 1), (0, 4), ha="center", va="bottom",
        xycoords=("data", "axes fraction"), textcoords="offset points", weight="bold",
    )  # fmt: skip


def prediction(
    measured: Mapping[str, float],
    *,
    guess: float | None,
    title: str,
    unit: str,
    text: str | None = None,
) -> Picture:
    """Draw what the learner predicted against what was measured, on one axis.

    ``guess`` is None when no prediction was made; the measurement is then drawn alone.
    Raises ``PoolLabError`` if there are no values or one of them is no number.
    """
    rows = dict(measured) if guess is None else {"your prediction": guess, **measured}
    check(dict(measured))
    check(rows)
    unit_below = unit
    with canvas(title, 0.85 + 0.42 * len(rows)) as figure:
        axes = figure.subplots()
        if far_apart(list(rows.values())):
            axes.set_xscale("log")
            unit_below = f"{unit} ({STEPS})"
        else:
            axes.update_datalim([(0, 0), (1, 0)] if are_whole(rows.values()) else [(0, 0)])
        for row, value in enumerate(rows.values()):
            _dot(axes, row, value, guessed=guess is not None and row == 0)
        if guess is not None:
            axes.axvline(guess, color=INK, linestyle=(0, (4, 3)), linewidth=1.2, zorder=1)
        axes.margins(x=0.05)
        _rows(axes, rows, unit_below)
        image = png(figure)
    return Picture(title, text or _verdict(measured, guess, unit), "Dot chart", image)


def _rows(axes: Axes, values: Mapping[str, float], unit: str) -> None:
    """Label the rows from the top down, and the axis below with its unit; counts stay whole."""
    axes.set_yticks(range(len(values)), [wrap(label) for label in values])
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_xlabel(unit)
    if axes.get_xscale() == "linear" and are_whole(values.values()):
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    only_x(axes)


def _dot(axes: Axes, row: int, value: float, *, guessed: bool) -> None:
    """Mark one value: an open diamond for a guess, a full circle for a measurement."""
    colour = INK if guessed else COLOURS[1]
    face = PAPER if guessed else colour
    mark = "D" if guessed else "o"
    axes.plot(
        [value], [row], mark, color=colour, markerfacecolor=face, ms=11, mew=2.5, clip_on=False
    )
    axes.annotate(
        number(value), (value, row), (12, 0), textcoords="offset points", va="center", weight="bold"
    )


def _verdict(measured: Mapping[str, float], guess: float | None, unit: str) -> str:
    """Say in words how far the guess was from what was measured."""
    if guess is None:
        return (
            f"Measured: {found(measured, unit)}. You made no prediction this time; "
            "a guess beforehand, right or wrong, makes the result stick."
        )
    return f"You predicted {with_unit(guess, unit)}. Measured: {found(measured, unit)}."


def found(measured: Mapping[str, float], unit: str) -> str:
    """Return what was measured as part of a sentence: one value alone, several by their labels."""
    values = list(measured.values())
    return with_unit(values[0], unit) if len(values) == 1 else listed(measured, unit)
