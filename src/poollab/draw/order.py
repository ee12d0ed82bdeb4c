"""What happens in which order, a row for each case, and until when something stays open."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, INK, PAPER, canvas, only_x, png
from poollab.errors import PoolLabError

_BAR, _END = COLOURS[5], COLOURS[0]


def order(
    rows: Mapping[str, Sequence[str]], *, until: str, title: str, text: str | None = None
) -> Picture:
    """Draw the steps of each row from left to right, and a bar that ends at the step ``until``.

    ``text`` is the sentence below; without it, the steps are said in words.
    Raises ``PoolLabError`` if there are no rows, or one has no step ``until``.
    """
    if not rows or any(until not in steps for steps in rows.values()):
        raise PoolLabError(f"There is nothing to draw: each row needs a step “{until}”.")
    with canvas(title, 0.3 + 0.52 * len(rows)) as figure:
        axes = figure.subplots()
        for place, steps in enumerate(rows.values()):
            _row(axes, place, steps, until)
        axes.set_yticks(range(len(rows)), list(rows))
        axes.set(ylim=(len(rows) - 0.4, -0.6), xticks=[])
        axes.set_xlim(-0.5, max(map(len, rows.values())) - 0.4)
        only_x(axes)
        axes.spines[:].set_visible(False)
        image = png(figure)
    said = "; ".join(f"{name}: {' → '.join(steps)}" for name, steps in rows.items())
    return Picture(title, text or f"{said}.", "Order of events", image)


def _row(axes: Axes, place: int, steps: Sequence[str], until: str) -> None:
    """Draw a bar up to the step at which it ends, a dot and a word for each step."""
    end = steps.index(until)
    axes.broken_barh([(-0.45, end + 0.45)], (place + 0.05, 0.3), color=_BAR, linewidth=0)
    for at, step in enumerate(steps):
        last = step == until
        axes.plot(
            [at], [place + 0.2], "s" if last else "o", ms=9 if last else 6,
            color=_END if last else INK, markeredgecolor=PAPER,
        )  # fmt: skip
        weight = "bold" if last else "normal"
        axes.annotate(step, (at, place - 0.03), ha="center", va="bottom", size=10, weight=weight)
