"""The containers of this process: one supervisor removes them all when the process is gone."""

import os
import threading
from functools import cache

from poollab.pod import containers
from poollab.postgres.guard import Guard


class Ours:
    """Which they are, told to the supervisor before there is one more; for pods of any thread."""

    def __init__(self) -> None:
        """Start the supervisor, which has nothing to remove."""
        self._lock = threading.Lock()
        self._settled: dict[str, bool] = {}
        self._guard = Guard("poollab.pod.containers", names={})

    def note(self, name: str, settled: bool) -> None:
        """Take note of a container; unless ``settled``, the engine may still be creating it."""
        with self._lock:
            self._settled[name] = settled
            self._guard.update(names=self._settled)

    def remove(self, names: list[str]) -> None:
        """Remove containers. What can't be removed stays noted: raises PoolLabError."""
        containers.remove({name: self._settled[name] for name in names if name in self._settled})
        with self._lock:
            for name in names:
                self._settled.pop(name, None)
            self._guard.update(names=self._settled)


def ours() -> Ours:
    """Return those of this process; one that was forked has others."""
    return _of(os.getpid())


@cache
def _of(pid: int) -> Ours:
    return Ours()
