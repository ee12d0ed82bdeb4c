"""How often something is found: an upright bar for each range of values."""

from collections.abc import Mapping

from matplotlib.ticker import MaxNLocator

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, PAPER, canvas, check, listed, png


def columns(
    counts: Mapping[str, int], *, title: str, x: str, y: str, text: str | None = None
) -> Picture:
    """Draw a column for each label, in their order, its count above it; labels are short.

    ``x`` and ``y`` say what the axes show, with their units; ``text`` is the sentence below;
    without it, one is made of the counts. Raises ``PoolLabError`` if there is nothing to draw.
    """
    check(dict(counts))
    with canvas(title, 3.0) as figure:
        axes = figure.subplots()
        places = range(len(counts))
        drawn = axes.bar(places, list(counts.values()), width=0.82, color=COLOURS[1])
        axes.bar_label(
            drawn,
            [str(count or "") for count in counts.values()],
            padding=2,
            weight="bold",
            bbox={"facecolor": PAPER, "linewidth": 0, "pad": 1},
        )
        axes.set_xticks(places, list(counts))
        axes.tick_params(axis="x", length=0)
        axes.set_xlabel(x)
        axes.set_ylabel(y)
        axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
        axes.set_ylim(0, max(1, *counts.values()) * 1.12)
        axes.grid(axis="y")
        image = png(figure)
    return Picture(title, text or f"{listed(counts, '')}.", "Column chart", image)
