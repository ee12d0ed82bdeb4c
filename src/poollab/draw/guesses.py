"""Several guesses, each beside what was measured, whatever they count."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, INK, PAPER, canvas, check, number, png, with_unit, wrap

GAP = 0.19
"""From the middle of a row to the guess above it and to the measurement below it."""


class Guessed(NamedTuple):
    """A guess and a measurement of the same thing."""

    label: str
    unit: str
    guess: float
    measured: float


def guesses(rows: Sequence[Guessed], *, title: str) -> Picture:
    """Draw each guess above its measurement, each pair on a scale of its own that begins at 0.

    Raises ``PoolLabError`` if there are no rows or a value is no number.
    """
    check({row.label: row.guess for row in rows})
    check({row.label: row.measured for row in rows})
    labels = [wrap(row.label) for row in rows]
    height = sum(max(0.62, 0.2 * (label.count("\n") + 1.6)) for label in labels)
    with canvas(title, 0.3 + height) as figure:
        axes = figure.subplots()
        axes.set(xlim=(-0.03, 1.3), ylim=(len(rows) - 0.4, -0.6), xticks=[])
        axes.set_yticks(range(len(rows)), labels)
        axes.tick_params(axis="y", length=0, pad=10)
        axes.spines[:].set_visible(False)
        for place, row in enumerate(rows):
            _pair(axes, place, row)
        image = png(figure)
    return Picture(title, " ".join(map(_said, rows)), "Dot chart, a row for each guess", image)


def _pair(axes: Axes, place: int, row: Guessed) -> None:
    """Draw a row: an open diamond for the guess, a full circle for the measurement."""
    most = max(row.guess, row.measured) or 1
    guess, measured = place - GAP, place + GAP
    _dot(axes, row.guess / most, guess, "D", f"you: {number(row.guess)}", INK, PAPER)
    said = f"measured: {number(row.measured)}"
    _dot(axes, row.measured / most, measured, "o", said, COLOURS[1], COLOURS[1])


def _dot(
    axes: Axes, x: float, y: float, mark: str, text: str, colour: str, face: str
) -> None:  # fmt: skip
    """Mark a value at the end of a line from 0, and write it beside the mark."""
    axes.plot([0, x], [y, y], "-", color=colour, lw=1.6, zorder=1)
    axes.plot([x], [y], mark, color=colour, markerfacecolor=face, ms=9, mew=2.2, clip_on=False)
    axes.annotate(text, (x, y), (11, 0), textcoords="offset points", va="center", size=10.5)


def _said(row: Guessed) -> str:
    """Say a row in words."""
    measured = with_unit(row.measured, row.unit)
    label = row.label if row.label.endswith("?") else f"{row.label}:"
    return f"{label} guessed {number(row.guess)}, measured {measured}."
