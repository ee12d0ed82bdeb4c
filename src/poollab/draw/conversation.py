"""Who said what, when: a line down for each of two sides, an arrow for each message between them.

The time runs downwards and is to scale. What was said stands beside the line of the side that said
it, moved up or down where words would cover one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, GREY, INK, PAPER, canvas, check, png
from poollab.errors import PoolLabError

LINES = (0.36, 0.66)
"""Where the two sides stand, of the picture's width."""
ROW = 0.19
"""Inches that a line of words takes."""
WORTH_A_WORD = 0.45
"""Inches that a turn must be high to have its duration written into it."""
NETWORK = "#8F8F88"


@dataclass(frozen=True)
class Arrow:
    """What a side said at one moment, in seconds: a line of words for each message."""

    at: float
    sender: str
    says: Sequence[str]


@dataclass(frozen=True)
class Span:
    """From when to when, in seconds, which side had the word; another name stands between them."""

    start: float
    end: float
    who: str


def conversation(
    arrows: Sequence[Arrow],
    spans: Sequence[Span],
    *,
    left: str,
    right: str,
    title: str,
    text: str,
) -> Picture:
    """Draw the arrows between two sides, and on their lines who had the word.

    ``text`` is the sentence below. Raises ``PoolLabError`` if nothing was said.
    """
    if not arrows:
        raise PoolLabError("There is nothing to draw: nobody has said anything.")
    check({f"{arrow.sender} at {arrow.at:g}": arrow.at for arrow in arrows})
    height = _height(arrows, (left, right))
    end = max(arrow.at for arrow in arrows) * 1000 or 1.0
    said = {side: [a for a in arrows if a.sender == side] for side in (left, right)}
    places = {side: _places(of_side, end / height) for side, of_side in said.items()}
    bottom = max(end, *(low for _, low in places.values()))
    with canvas(title, height * bottom / end + 0.7) as figure:
        axes = figure.subplots()
        axes.set_xlim(0, 1)
        axes.set_ylim(bottom + 0.015 * end, -0.015 * end)
        for side, at, colour in zip((left, right), LINES, (COLOURS[0], COLOURS[1]), strict=True):
            _line(axes, side, at, colour, end)
            _words(axes, said[side], places[side][0], at, -1 if side == left else 1)
        for span in spans:
            _turn(axes, span, left, right, end / height)
        for arrow in arrows:
            _arrow(axes, arrow, left)
        _frame(axes)
        image = png(figure)
    return Picture(title, text, "Sequence diagram", image)


def _height(arrows: Sequence[Arrow], sides: tuple[str, str]) -> float:
    """Return inches: room for every word of the side that says more, and not too flat."""
    rows = max(
        sum(len(arrow.says) + 0.4 for arrow in arrows if arrow.sender == side) for side in sides
    )
    return min(max(rows * ROW * 1.25, 3.6), 12.0)


def _line(axes: Axes, side: str, at: float, colour: str, end: float) -> None:
    """Draw a side's line, with its name on top."""
    axes.plot([at, at], [0, end], color=GREY, linewidth=1.2, zorder=1)
    axes.annotate(
        side, (at, 1), (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points",
        ha="center", size=12, weight="bold", color=colour,
    )  # fmt: skip


def _turn(axes: Axes, span: Span, left: str, right: str, scale: float) -> None:
    """Thicken the line of the side that has the word; write how long, where there is room."""
    start, end = span.start * 1000, span.end * 1000
    at, colour = {left: (LINES[0], COLOURS[0]), right: (LINES[1], COLOURS[1])}.get(
        span.who, (sum(LINES) / 2, NETWORK)
    )
    axes.fill_between([at - 0.009, at + 0.009], start, end, color=colour, linewidth=0, zorder=2)
    if span.who not in (left, right):
        axes.annotate(
            span.who, (at, start), (0, 5), textcoords="offset points", ha="center", size=10.5,
            color=GREY,
        )  # fmt: skip
    elif end - start > WORTH_A_WORD * scale:
        axes.text(
            sum(LINES) / 2, (start + end) / 2, f"{span.who}'s turn\n{end - start:.1f} ms",
            ha="center", va="center", size=10.5, color=colour, weight="bold",
        )  # fmt: skip


def _arrow(axes: Axes, arrow: Arrow, left: str) -> None:
    """Draw one arrow from its sender to the other side."""
    tail, head = LINES if arrow.sender == left else LINES[::-1]
    inset = 0.009 if head > tail else -0.009
    axes.annotate(
        "", (head - inset, arrow.at * 1000), (tail + inset, arrow.at * 1000),
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.3, "shrinkA": 0,
                    "shrinkB": 0, "mutation_scale": 13},
        zorder=3,
    )  # fmt: skip


def _places(arrows: Sequence[Arrow], scale: float) -> tuple[list[float], float]:
    """Return where the words of a side stand, and where the last of them end."""
    heights = [(len(arrow.says) * ROW + 0.07) * scale for arrow in arrows]
    places = spread([arrow.at * 1000 for arrow in arrows], heights)
    return places, places[-1] + heights[-1] / 2 if places else 0.0


def _words(
    axes: Axes, arrows: Sequence[Arrow], places: Sequence[float], line: float, outward: int
) -> None:
    """Write what a side said beside its line, with a thread to the moment it was said."""
    for arrow, place in zip(arrows, places, strict=True):
        axes.plot(
            [line + outward * 0.012, line + outward * 0.03, line + outward * 0.045],
            [arrow.at * 1000, place, place],
            color=GREY, linewidth=0.8, zorder=1,
        )  # fmt: skip
        axes.text(
            line + outward * 0.052, place, "\n".join(arrow.says), va="center", size=10.5,
            ha="right" if outward < 0 else "left", linespacing=1.15,
            bbox={"facecolor": PAPER, "linewidth": 0, "pad": 0.5},
        )  # fmt: skip


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return middles, in the same order, as near as possible to the wanted, without overlap.

    Neighbours that touch become a block that moves as one, to the mean of what its parts want.
    """
    blocks: list[tuple[float, float, list[int]]] = []  # middle, height, parts
    for part, (want, height) in enumerate(zip(wanted, heights, strict=True)):
        block = (want, height, [part])
        while blocks and blocks[-1][0] + blocks[-1][1] / 2 > block[0] - block[1] / 2:
            block = _joined(blocks.pop(), block, wanted, heights)
        blocks.append(block)
    places = [0.0] * len(wanted)
    for middle, height, parts in blocks:
        top = middle - height / 2
        for part in parts:
            places[part] = top + heights[part] / 2
            top += heights[part]
    return places


def _joined(
    above: tuple[float, float, list[int]],
    below: tuple[float, float, list[int]],
    wanted: Sequence[float],
    heights: Sequence[float],
) -> tuple[float, float, list[int]]:
    """Return two touching blocks as one, in the middle of where its parts want to be."""
    parts = above[2] + below[2]
    height = above[1] + below[1]
    offset, middles = -height / 2, []
    for part in parts:
        middles.append(wanted[part] - (offset + heights[part] / 2))
        offset += heights[part]
    return sum(middles) / len(middles), height, parts


def _frame(axes: Axes) -> None:
    """Leave the axis of time at the left, and nothing else."""
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel("milliseconds since the connection began")
    axes.yaxis.set_major_locator(MaxNLocator(8))
    axes.tick_params(axis="y", colors=GREY)
