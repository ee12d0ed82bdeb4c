"""A recording in a notebook: live while it is made, to be replayed after, a picture elsewhere."""

from poollab.watch.view.widget import View

__all__ = ["View"]
