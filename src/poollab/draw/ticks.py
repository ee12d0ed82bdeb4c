"""Moments in time, such as heartbeats: a row of ticks for each label, and a stretch to look at."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poollab.draw.picture import Picture
from poollab.draw.style import COLOURS, PALE, canvas, check, check_lines, only_x, png, wrap

Span = tuple[float, float]

_SPAN_FACE, _SPAN_EDGE = PALE, COLOURS[0]


def ticks(
    moments: Mapping[str, Sequence[float]],
    spans: Mapping[str, Span],
    *,
    tick: str,
    span: str,
    title: str,
    x: str,
    text: str,
) -> Picture:
    """Draw an upright tick at each moment of each label.

    ``spans`` hatches a stretch of a row, from and to. ``tick`` and ``span`` say what they stand
    for, ``x`` what the axis shows, with its unit; ``text`` is the sentence below.
    Raises ``PoolLabError`` if there are no rows or a time is no number.
    """
    # A row without moments is fine: that is a heart that has stopped.
    check_lines({label: [(at, at) for at in [*row, 0.0]] for label, row in moments.items()})
    check({f"{label}, {span}": at for label, pair in spans.items() for at in pair})
    with canvas(title, 1.2 + 0.62 * len(moments)) as figure:
        axes = figure.subplots()
        for place, (label, row) in enumerate(moments.items()):
            if label in spans:
                _stretch(axes, place, spans[label])
            axes.vlines(row, place - 0.3, place + 0.3, color=COLOURS[1], linewidth=1.3)
        axes.set_yticks(range(len(moments)), [wrap(label) for label in moments])
        axes.set_ylim(len(moments) - 0.5, -0.5)
        axes.set_xlabel(x)
        axes.margins(x=0.02)
        only_x(axes)
        stretch = Patch(facecolor=_SPAN_FACE, edgecolor=_SPAN_EDGE, hatch="////", label=span)
        mark = Line2D([], [], color=COLOURS[1], marker="|", ms=13, mew=1.6, ls="", label=tick)
        figure.legend(handles=[mark, stretch], loc="outside lower left", ncols=2, handlelength=1.4)
        image = png(figure)
    return Picture(title, text, "Ticks over time", image)


def _stretch(axes: Axes, place: int, span: Span) -> None:
    """Hatch a stretch of a row, behind its ticks."""
    start, end = span
    axes.broken_barh(
        [(start, end - start)],
        (place - 0.4, 0.8),
        facecolor=_SPAN_FACE,
        edgecolor=_SPAN_EDGE,
        hatch="////",
        linewidth=1,
    )
