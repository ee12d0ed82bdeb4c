"""What happens in which order, a row for each case, and until when something stays open."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, INK, PAPER, canvas, only_x, png
from poollab.errors import PoolLabError

BAR, _END = COLOURS[5], COLOURS[0]
_GAP = 0.75  # of a row, above the words of the steps


def order(
    rows: Mapping[str, Sequence[str]],
    *,
    until: str,
    bar: str,
    title: str,
    text: str | None = None,
) -> Picture:
    """Draw the steps of each row from left to right, and a bar that ends at the step ``until``.

    The other steps of a row stand where they would without it, so that rows with the same ones
    can be compared: they are named once, above the first. ``bar`` says what the bar stands for,
    ``text`` is the sentence below; without it, the steps are said in words.
    Raises ``PoolLabError`` if there are no rows, or one has no step ``until``.
    """
    if not rows or any(until not in steps for steps in rows.values()):
        raise PoolLabError(f"There is nothing to draw: each row needs a step “{until}”.")
    others = [[step for step in steps if step != until] for steps in rows.values()]
    new = [place == 0 or steps != others[place - 1] for place, steps in enumerate(others)]
    heights = [place + _GAP * sum(new[: place + 1]) for place in range(len(new))]
    with canvas(title, 0.6 + 0.3 * (heights[-1] + 1)) as figure:
        axes = figure.subplots()
        for height, named, steps, all_steps in zip(
            heights, new, others, rows.values(), strict=True
        ):
            _row(axes, height, steps, all_steps.index(until), named=named)
        axes.set_yticks(heights, list(rows))
        axes.set_ylim(heights[-1] + 0.5, 0)
        axes.set_xlim(-0.55, max(map(len, others)) - 0.2)
        _bare(axes)
        _legend(figure, bar, until)
        image = png(figure)
    said = "; ".join(f"{name}: {' → '.join(steps)}" for name, steps in rows.items())
    return Picture(title, text or f"{said}.", "Order of events", image)


def _row(axes: Axes, height: float, steps: Sequence[str], end: int, *, named: bool) -> None:
    """Draw a bar up to the place before the step ``end``, and a dot for each step."""
    axes.broken_barh([(-0.5, end)], (height - 0.26, 0.52), color=BAR, linewidth=0)
    axes.plot(range(len(steps)), [height] * len(steps), "o", ms=6, color=INK, mec=PAPER)
    axes.plot([end - 0.5], [height], "s", ms=9, color=_END, clip_on=False)
    for at, step in enumerate(steps if named else ()):
        axes.annotate(step, (at, height - 0.4), ha="center", va="bottom", size=10)


def _bare(axes: Axes) -> None:
    """Leave the names of the rows, and no axis: an order has no unit."""
    only_x(axes)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def _legend(figure: Figure, bar: str, until: str) -> None:
    """Say in words what the bar and its end mean, below the picture."""
    end = Line2D([], [], ls="", marker="s", ms=9, color=_END, label=until)
    figure.legend(
        handles=[Patch(color=BAR, label=bar), end],
        loc="outside lower left",
        ncols=2,
        handlelength=1.4,
    )
