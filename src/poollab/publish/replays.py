"""The recordings that a lesson shows, replayed on its page, where no kernel has them."""

import json
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any, NamedTuple

from poollab.watch.recorded import MIME
from poollab.watch.view import front

_HERE = files(__package__)


class Found(NamedTuple):
    """A recording that an executed notebook shows."""

    cell: str
    """The id of the cell."""
    recording: str
    """The recording, as ``poollab.watch.recorded`` writes it."""
    title: str
    """The heading of its view."""


def found(notebook: Any) -> list[Found]:
    """Return the recordings that an executed notebook shows, in their order."""
    return [
        Found(cell.id, text, json.loads(text).get("title", ""))
        for cell, _, text in _shown(notebook)
    ]


def play(notebook: Any) -> None:
    """Have the recordings of an executed notebook replayed on its page."""
    for (_, output, _), one in zip(list(_shown(notebook)), found(notebook), strict=True):
        still = output.data["text/html"]
        output.data = type(output.data)({"text/html": html(one.recording, one.title, still)})


def html(recording: str, title: str, still: str) -> str:
    """Return the part of a page that replays a recording.

    ``still`` is the HTML of its picture: it is shown where no script runs, on paper, and where the
    recording is damaged or of another version. The page has ``script()`` in its head, so that the
    replay stands where it is before what follows it is drawn: nothing moves.
    """
    kept = recording.replace("<", "\\u003c")  # a query may have </script> in it
    return (
        f'<div class="poollab-replay" data-title="{escape(title)}">'
        f'<script type="{MIME}">{kept}</script><div class="still">{still}</div>'
        "<script>window.poollab?.replay(document.currentScript.parentElement)</script></div>"
    )


def script() -> str:
    """Return what a page runs: the view of the notebook, and what is in the kernel's place.

    It is no module, since a page that is opened from a folder can't load any.
    """
    parts = (front.SCRIPT, front.RECORDED, (_HERE / "replay.js").read_text(encoding="utf-8"))
    return "\n".join(["(() => {", *parts, "})();", ""])


def style() -> str:
    """Return the style of the replays on a page."""
    return front.CSS + (_HERE / "replay.css").read_text(encoding="utf-8")


def _shown(notebook: Any) -> Iterator[tuple[Any, Any, str]]:
    """Yield each cell and output that shows a recording, and the recording."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield cell, output, output.data[MIME]
