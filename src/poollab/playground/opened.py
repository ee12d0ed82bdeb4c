"""What a cell calls: the playground on show, and its code to be read."""

from __future__ import annotations

import asyncio
import threading
from importlib.resources import files
from typing import Any

from poollab.pace import shorter
from poollab.playground.play import Playground

TASTE = 4
"""Seconds that it plays where nobody can turn anything, as in a page made of a notebook."""
HALF = {"flex": "1 1 400px", "min_width": "min(100%, 340px)"}


async def open(*, seconds: float | None = None, **controls: Any) -> Playground:
    """Show a playground: controls, and beside them what clients, pool and server say.

    It runs on when the cell has ended, until *End*, the cell run again, ten minutes (or so many
    ``seconds``) or the kernel's end. ``controls`` say how it begins, such as ``size=3``. Raises
    PoolLabError for a control that there is not, and when there is no server to be had.
    """
    play = await Playground(seconds=seconds, **controls).start()
    if not _Shown(play).is_looked_at:
        await asyncio.sleep(shorter(TASTE))
        await asyncio.to_thread(play.close)
    return play


def source() -> Any:
    """Return the code of the playground's app and of its pools, to be read."""
    from IPython.display import Code

    here = files(__package__)
    parts = (
        (here / name).read_text(encoding="utf-8") for name in ("app.py", "pools.py", "lending.py")
    )
    return Code("\n\n".join(parts), language="python")


class _Shown:
    """The widgets of one playground."""

    def __init__(self, play: Playground) -> None:
        from IPython.display import display
        from ipywidgets import Box, Layout, VBox  # type: ignore[import-untyped]

        from poollab.playground.panel import Lines, Panel
        from poollab.watch.view.cells import shown_here

        self._play, self._lock = play, threading.Lock()
        self._panel, self._lines = Panel(play), Lines(layout=Layout(**HALF))
        view = play.recording.view("The pool of the playground")
        view.layout = Layout(**HALF)
        row = Box([self._lines, view], layout=Layout(flex_flow="row wrap", width="100%"))
        whole = VBox([self._panel, row], layout=Layout(width="100%"))
        self._all = [whole, row, view, self._panel, self._lines]
        self.is_looked_at = play.recording.is_on_show = shown_here(self)
        play.follow = self._show
        here = {"version_major": 2, "version_minor": 0, "model_id": whole.model_id}
        display({"application/vnd.jupyter.widget-view+json": here, "text/plain": ""}, raw=True)
        view.stand_in()

    def _show(self) -> None:
        """Send what is new, from whatever thread."""
        with self._lock:
            self._panel.show()
            self._lines.show(self._play)

    def close(self) -> None:
        """End it: the cell is run again."""
        self._play.follow = lambda: None
        self._play.close()
        for widget in self._all:
            widget.close()
