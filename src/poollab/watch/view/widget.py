"""The view as a widget: sends what is to be shown, and answers when a replay asks."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import traitlets
from anywidget import AnyWidget
from IPython.display import DisplayHandle, display

from poollab.watch.frame import frame
from poollab.watch.overview import overview
from poollab.watch.view.cells import shown_here
from poollab.watch.view.front import CSS, ESM
from poollab.watch.view.still import Still

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

EVERY = 0.1
"""Seconds from one frame to the next while the recording is live."""


class View(AnyWidget):
    """A recording on show; more than one may show the same."""

    _esm = ESM
    _css = CSS
    title = traitlets.Unicode().tag(sync=True)
    frame_json = traitlets.Unicode().tag(sync=True)
    """What is to be shown now: the newest ``frame`` and the ``overview``.

    As text, it costs least to send.
    """

    def __init__(self, recording: Recording, title: str | None = None) -> None:
        self._recording = recording
        self._given_title = title
        self._stills: list[DisplayHandle] = []
        self._closed = False
        super().__init__(title=title or "", frame_json=self._now())
        self.on_msg(self._asked)
        if recording.is_live:
            recording.follow(self._show, EVERY)

    def __repr__(self) -> str:
        return f"<View of {self._recording!r}>"

    def _now(self) -> str:
        """Return what is to be shown now."""
        t = self._recording.known_until
        return json.dumps(frame(self._recording, t) | overview(self._recording, t))

    def _show(self) -> bool:
        """Send what the recording says now; say whether to go on."""
        if not self._closed:
            self.frame_json = self._now()
            if not self._recording.is_live:
                for still in self._stills:
                    still.update(self._still())
        return not self._closed

    def _still(self) -> Still:
        """Return what is shown where no widget runs."""
        seen = self._recording
        found = f"{seen.most_in_use} in use and {seen.most_waiting} waiting at most"
        return Still(seen, self._given_title or found)

    def _asked(self, _: object, content: dict[str, Any], __: object) -> None:
        """Answer a view that replays: it asks for a time, or for the next sample from there."""
        t = float(content["at"])
        samples = self._recording.samples
        if content.get("step", 0) > 0:
            place = bisect_right(samples, t, key=lambda sample: sample.t)
            t = samples[place].t if place < len(samples) else self._recording.known_until
        elif content.get("step", 0) < 0:
            place = bisect_left(samples, t, key=lambda sample: sample.t)
            t = samples[max(0, place - 1)].t
        t = min(max(0.0, t), self._recording.known_until)
        self.send({"answer": content["ask"], "frame": frame(self._recording, t)})

    def _ipython_display_(self) -> None:
        """Show the widget, and the picture that stands in where it can't run."""
        self._recording.is_on_show |= shown_here(self)
        here = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display({"application/vnd.jupyter.widget-view+json": here, "text/plain": ""}, raw=True)
        self.stand_in()

    def stand_in(self) -> None:
        """Show what is seen where no widget runs: the picture, when the recording has ended."""
        still = display(self._still(), display_id=True)
        if still:
            self._stills.append(still)

    def close(self) -> None:
        """End the view; the recording goes on."""
        self._closed = True
        super().close()
