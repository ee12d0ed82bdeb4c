"""HTTP load from a process of its own, measured honestly.

``clients`` keeps so many clients asking, each waiting for its answer (closed loop); ``rate`` asks
so many times a second whether answers come or not (open loop). Both return a ``Result``; a
``Stream`` is load of both kinds that goes on and can be turned while it runs.
``table`` puts results side by side; ``fewer`` spares a small machine some of the runs, ``shorter``
half of the seconds. The load process imports this package first, so nothing heavy may be imported
here.
"""

from poollab.load.measure import clients, rate
from poollab.load.result import Result, table
from poollab.load.stream import Stream, Window
from poollab.pace import fewer, shorter

__all__ = ["Result", "Stream", "Window", "clients", "fewer", "rate", "shorter", "table"]
