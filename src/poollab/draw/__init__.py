"""Every picture of the course, in one style: plain data in, a ``Picture`` out; and its tables."""

from poollab.draw.charts import bars, prediction
from poollab.draw.curves import curves
from poollab.draw.percentiles import latencies
from poollab.draw.picture import Picture
from poollab.draw.ticks import ticks
from poollab.draw.timeline import Life, timeline
from poollab.tables import Table as table

__all__ = [
    "Life",
    "Picture",
    "bars",
    "curves",
    "latencies",
    "prediction",
    "table",
    "ticks",
    "timeline",
]
