"""Every picture of the course, in one style: plain data in, a ``Picture`` out; and its tables."""

from poollab.draw.charts import bars, found, prediction
from poollab.draw.columns import columns
from poollab.draw.conversation import Arrow, Span, conversation
from poollab.draw.curves import curves
from poollab.draw.guesses import Guessed, guesses
from poollab.draw.order import order
from poollab.draw.percentiles import latencies
from poollab.draw.picture import Picture
from poollab.draw.style import with_unit
from poollab.draw.ticks import ticks
from poollab.draw.timeline import Life, timeline
from poollab.tables import Table as table

__all__ = [
    "Arrow",
    "Guessed",
    "Life",
    "Picture",
    "Span",
    "bars",
    "columns",
    "conversation",
    "curves",
    "found",
    "guesses",
    "latencies",
    "order",
    "prediction",
    "table",
    "ticks",
    "timeline",
    "with_unit",
]
