"""What happens in a playground: in sentences, in moments, and the experiments that it reaches."""

import threading
import time
from collections.abc import Callable

from poollab.load import Window
from poollab.playground.experiments import newly
from poollab.playground.moment import Moment, moment
from poollab.playground.settings import Settings
from poollab.playground.stage import Stage

AGAIN_AFTER = 5
"""Seconds after which it is said again why requests fail."""
LOOK_BACK = 1200
"""So many moments are looked through for experiments."""


class Story(Stage):
    """The parts of a playground, and what is told of them."""

    settings: Settings
    """Where the controls stand."""

    def __init__(self, name: str) -> None:
        """Begin a story in which nothing has happened yet."""
        super().__init__(name)
        self.over = threading.Event()
        """Set when the playground ends."""
        self.said: list[tuple[float, str]] = []
        """What happened, and when, in seconds since the beginning."""
        self.moments: list[Moment] = []
        self.reached: dict[str, str] = {}
        """What was found in the experiments that were reached, by their keys."""
        self.follow: Callable[[], None] = lambda: None
        """Called in some thread whenever there is news."""
        self._happened: list[str] = []
        self._told: dict[str, float] = {}
        self._began = time.perf_counter()

    def say(self, sentence: str, name: str = "") -> None:
        """Note what happened; ``name`` is for the experiments."""
        self.said.append((time.perf_counter() - self._began, sentence))
        self._happened += [name] if name else []
        self.follow()

    def hear(self, window: Window) -> None:
        """Note what the load process says, in its thread."""
        if self.over.is_set():
            return
        self._explain(window)
        happened, self._happened = self._happened, []
        self.moments.append(moment(self.recording, window, self.settings, happened))
        self.reached |= newly(self.moments[-LOOK_BACK:], self.reached)
        self.follow()

    def _explain(self, window: Window) -> None:
        """Say why requests got 503 or failed, unless it was said a moment ago."""
        for kind in ("503", "500"):
            number, now = window.errors.get(f"HTTP {kind}", 0), time.perf_counter()
            if number and now - self._told.get(kind, -AGAIN_AFTER) >= AGAIN_AFTER:
                self._told[kind] = now
                why = self.words() if kind == "503" else self.app.state.failed
                many = "A request gets" if number == 1 else f"{number} requests get"
                self.say(f"{many} {kind}: {why.splitlines()[0] if why else 'no reason is given'}")
