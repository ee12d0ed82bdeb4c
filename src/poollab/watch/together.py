"""Several pools recorded at the same time, and the picture of them all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from poollab import draw
from poollab.watch.live import LiveRecording
from poollab.watch.picture import lives, text_of


class Recordings(dict[str, LiveRecording]):
    """Recordings by the names of their pools; all of them end together."""

    def __init__(self, pools: Mapping[str, Any], *, dsn: str | None, every: float) -> None:
        """Begin to record; the server is asked once, for the first of the pools."""
        super().__init__()
        self._stack = ExitStack()
        with self._stack:  # if one can't be recorded, the others end
            for name, pool in pools.items():
                recording = LiveRecording(pool, dsn=None if self else dsn, every=every, longest=600)
                self[name] = self._stack.enter_context(recording)
            self._stack = self._stack.pop_all()

    @property
    def seconds(self) -> float:
        """How long ago the first of them began, or how long it all took."""
        began = min(one.began for one in self.values())
        return max(one.began - began + one.seconds for one in self.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def picture(
        self, title: str, *, only: tuple[str, ...] = (), marked: Mapping[str, float] | None = None
    ) -> draw.Picture:
        """Draw the pools one below the other, by their names; ``only`` picks some of them.

        All times count from when the first of all began. ``marked`` draws an upright line at some
        times, each with its label.
        """
        began = min(one.began for one in self.values())
        chosen = {name: one for name, one in self.items() if not only or name in only}
        late = {name: one.began - began for name, one in chosen.items()}
        times = sorted(s.t + late[name] for name, one in chosen.items() for s in one.samples)
        waiting = [
            (t, sum(one.at(t - late[name]).waiting for name, one in chosen.items())) for t in times
        ]
        return draw.timeline(
            [later(life, late[name], name) for name, one in chosen.items() for life in lives(one)],
            waiting,
            seconds=max(one.seconds + late[name] for name, one in chosen.items()),
            title=title,
            text=" ".join(f"{name}: {text_of(one, late[name])}" for name, one in chosen.items()),
            marked=marked,
        )


def later(life: draw.Life, late: float, name: str) -> draw.Life:
    """Move a life in time, and put a name before its own."""
    open_, in_use, leaked = (
        [(start + late, end + late) for start, end in spans]
        for spans in (life.open, life.in_use, life.leaked)
    )
    return draw.Life(f"{name}  {life.label}", open_, in_use, leaked)
