"""The one style of all pictures: colours, sizes, the title on top, numbers as people read them."""

import io
import math
import textwrap
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from poollab.errors import PoolLabError

# Okabe and Ito's colours, which every kind of colour vision can tell apart, darker where they were
# pale on paper; strongest first. The first two may be words, too.
COLOURS = ("#B84F00", "#0072B2", "#009E73", "#C4689A", "#B97F00", "#3D94CC", "#000000")
PALE = "#F3C9A8"
"""Behind hatching of the first colour."""
INK = "#262626"
GREY = "#5F6368"
PAPER = "#FDFDFB"
DARK = "invert(94%) hue-rotate(180deg)"
"""On a dark page: light and dark change places, hues stay, paper becomes the theme's ground."""

STEPS = "each step ten times the last"
"""What the label of a logarithmic axis says in brackets."""

WIDTH = 7.4
"""Inches; at 100 dots an inch this is the width of a notebook's output."""

_STYLE = {
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "font.size": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 11,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "grid.color": "#DDDDD8",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "hatch.linewidth": 0.8,
    "text.parse_math": False,
}


_ONE_AT_A_TIME = threading.RLock()  # Matplotlib has one style, of all threads


@contextmanager
def canvas(title: str, height: float) -> Iterator[Figure]:
    """Yield an empty figure with its title; ``height`` is in inches, without the title.

    Pyplot is left alone: it keeps figures in a global list and makes notebooks show them twice.
    """
    lines = textwrap.wrap(title, 64) or [""]
    with _ONE_AT_A_TIME, style.context(_STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, height + 0.25 * len(lines)), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08)  # type: ignore[union-attr,call-arg]
        figure.suptitle("\n".join(lines), x=0.011, ha="left", size=13.5, weight="bold")
        yield figure


def png(figure: Figure) -> bytes:
    """Return the figure as a PNG image, two dots for each dot it is shown with."""
    drawn, packed = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=200)
    # Flat colours do with a palette, at a third of the space.
    image = Image.open(drawn).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    image.save(packed, format="png", optimize=True)
    return packed.getvalue()


def number(value: float) -> str:
    """Return a number as it is read aloud: three figures after a point at most, 2,800 not 2800."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    places = 3 if abs(value) < 0.1 else 2 if abs(value) < 10 else 1
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if value else "0"


def with_unit(value: float, unit: str) -> str:
    """Return a number and its unit: 1 request, 2 requests."""
    shown = number(value)
    return f"{shown} {_of_one(unit) if shown == '1' else unit}".rstrip()


def _of_one(unit: str) -> str:
    """Return what one of them is called; several words, and signs such as "ms", stay."""
    if not unit.isalpha() or len(unit) <= 2:
        return unit
    return unit.removesuffix("ies") + "y" if unit.endswith("ies") else unit.removesuffix("s")


def listed(values: Mapping[str, float], unit: str) -> str:
    """Return labels and values as part of a sentence."""
    return "; ".join(f"{label}: {with_unit(value, unit)}" for label, value in values.items())


def check(values: Mapping[str, float]) -> None:
    """Raise ``PoolLabError`` if there is nothing to draw or a value is no finite number."""
    if not values:
        raise PoolLabError("There is nothing to draw: give at least one label with its value.")
    for label, value in values.items():
        if not math.isfinite(value):
            raise PoolLabError(f"“{label}” is {value}, which can't be drawn: was it measured?")


def check_lines(lines: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Raise ``PoolLabError`` if there is no line, a line has no points, or one is no number."""
    check(dict.fromkeys(lines, 0))
    for label, points in lines.items():
        if not points:
            raise PoolLabError(f"“{label}” has no points: was anything measured?")
        check({f"{label} at {at:g}": value for at, value in points})


def far_apart(values: list[float]) -> bool:
    """Say whether the largest value would make the smallest invisible on a plain axis."""
    return min(values) > 0 and max(values) / min(values) > 30


def are_whole(values: Iterable[float]) -> bool:
    """Say whether all of them are whole numbers, as counts are."""
    return all(value == round(value) for value in values)


def wrap(label: str) -> str:
    """Break a long label so that it leaves room for the picture."""
    return textwrap.fill(label, 26)


def only_x(axes: Axes) -> None:
    """Leave an axis below and quiet lines upwards, for rows that are labelled at the left."""
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, pad=10)
    axes.grid(axis="x")
