"""What stands in for a view where no widget runs: in an export, on GitHub, in print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from poollab.kernel import publishing
from poollab.watch.recorded import MIME, recorded

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

Bundle = tuple[dict[str, str], dict[str, dict[str, object]]]

NOT_YET = "The picture of this recording comes when the recording has ended."


@dataclass(frozen=True)
class Still:
    """An output that the view's style hides beside a running view, and nothing else does."""

    recording: Recording
    title: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        """Return the picture of the recording, or before its end a line that says so.

        For a page that is published, the recording itself is beside the picture.
        """
        if self.recording.is_live:
            data = {"text/html": f"<p>{escape(NOT_YET)}</p>", "text/plain": NOT_YET}
            size: dict[str, dict[str, object]] = {}
        else:
            data, size = self.recording.picture(self.title)._repr_mimebundle_()
            if publishing():
                data[MIME] = recorded(self.recording, self.title)
        data["text/html"] = f'<div class="poollab-still">{data["text/html"]}</div>'
        return data, size
