"""Every picture of the course, in one style: plain data in, a ``Picture`` out."""

from poollab.draw.charts import bars, prediction
from poollab.draw.percentiles import latencies
from poollab.draw.picture import Picture
from poollab.draw.timeline import Life, timeline

__all__ = ["Life", "Picture", "bars", "latencies", "prediction", "timeline"]
