"""A pool to play with: a real server, a live app, real load, and controls that act at once.

``await playground.open()`` shows it in a notebook. Without a widget: ``async with
playground.Playground(size=3) as play:``, then ``await play.turn(clients=50)`` and ``await
play.press("leak one")``; what was seen is in ``play.recording`` and ``play.moments``.
"""

from poollab.playground.opened import open, source
from poollab.playground.play import Playground

__all__ = ["Playground", "open", "source"]
