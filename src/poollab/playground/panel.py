"""The playground as a widget: controls, buttons, what happened, and lines beside the live view."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import traitlets
from anywidget import AnyWidget

from poollab.errors import PoolLabError
from poollab.page import PAGE
from poollab.playground.experiments import EXPERIMENTS
from poollab.playground.play import Playground
from poollab.playground.settings import CONTROLS
from poollab.playground.trouble import BUTTONS

WINDOW = 30
"""Seconds that the lines reach back."""
LINES = ("per_second", "refused", "errors", "p50", "p99", "waiting")
LAST = 4
"""So many sentences are shown."""


def _read(*names: str) -> str:
    """Return files beside this one, joined."""
    here = files(__package__)
    return "\n".join((here / name).read_text(encoding="utf-8") for name in names)


class Panel(AnyWidget):
    """Controls and buttons, and what came of them."""

    _esm = PAGE + _read("controls.js", "panel.js")
    _css = _read("playground.css")
    controls = traitlets.Dict().tag(sync=True)
    """What can be turned and pressed, and what there is to try."""
    news_json = traitlets.Unicode().tag(sync=True)
    """Where the controls stand, what happened, what was reached, and whether it is over."""

    def __init__(self, play: Playground) -> None:
        """Show a playground, and drive it."""
        self._play = play
        controls = {
            "turn": {name: asdict(one) for name, one in CONTROLS.items()},
            "press": list(BUTTONS),
            "try": [{"key": e.key, "asks": e.asks, "hint": e.hint} for e in EXPERIMENTS],
        }
        super().__init__(controls=controls, news_json=self.now())
        self.on_msg(self._asked)

    def now(self) -> str:
        """Return what is to be shown now."""
        play = self._play
        return json.dumps({
            "settings": asdict(play.settings),
            "said": play.said[-LAST:],
            "count": len(play.said),
            "reached": play.reached,
            "left": round(play.left),
            "moment": len(play.moments),  # so that there is news as long as the kernel lives
            "over": play.over.is_set(),
        })  # fmt: skip

    def show(self) -> None:
        """Send it, if there is anything new."""
        self.news_json = self.now()

    def _asked(self, _: object, content: dict[str, Any], __: object) -> None:
        """Do what the page asks for, in a thread: the next message comes soon."""
        play = self._play
        with suppress(PoolLabError):  # it has just ended
            if isinstance(turned := content.get("turn"), dict):
                play.turn_soon(turned)
            elif (button := content.get("press")) in BUTTONS:
                play.submit(BUTTONS[button], play)
            elif content.get("end"):
                play.end_soon()


class Lines(AnyWidget):
    """What the clients saw lately, as lines."""

    _esm = PAGE + _read("lines.js")
    _css = _read("playground.css")
    lines_json = traitlets.Unicode("[]").tag(sync=True)
    """A row for each moment of the last ``WINDOW`` seconds: its time, then ``LINES``."""

    def show(self, play: Playground) -> None:
        """Send the newest."""
        lately = play.moments[-4 * WINDOW :]
        rows = [[one.t, *(getattr(one, name) for name in LINES)] for one in lately]
        self.lines_json = json.dumps([[_short(value) for value in row] for row in rows])


def _short(value: float | None) -> float | None:
    """Return a figure with as many digits as can be seen."""
    return None if value is None else round(value, 1)
