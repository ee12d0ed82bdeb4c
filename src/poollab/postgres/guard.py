"""The supervisor: removes a server when the process that started it is gone.

A process of its own holds the reading end of a pipe. However the kernel ends, even by SIGKILL, the
pipe closes, and the supervisor removes what it was told to.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import weakref
from collections import deque
from typing import IO, Any

_pipes: "weakref.WeakSet[IO[bytes]]" = weakref.WeakSet()

if hasattr(os, "register_at_fork"):
    # A forked child that outlives the kernel would keep the pipe open.
    os.register_at_fork(after_in_child=lambda: [pipe.close() for pipe in _pipes])


class Guard:
    """The kernel's end of the pipe."""

    def __init__(self, kind: str, **what: Any) -> None:
        """Start the supervisor and tell it what to remove, before the thing exists.

        ``kind`` names the module that knows how (``container``, ``folders``, ``given``, or another
        room's in full); ``what`` are the arguments of its ``remove`` function.
        """
        self._kind = kind
        self._what: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "poollab.postgres.guard", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A Ctrl-C in the terminal, or an interrupt of the kernel, is not for the supervisor.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        self._pipe = self._process.stdin
        _pipes.add(self._pipe)
        # Of an interrupted start nobody holds the guard, but Python holds a process that runs.
        weakref.finalize(self, self._pipe.close).atexit = False
        self.update(**what)

    def update(self, **what: Any) -> None:
        """Tell the supervisor more about what it will remove."""
        self._what |= what
        self._pipe.write(json.dumps(self._what).encode() + b"\n")
        self._pipe.flush()

    def close(self) -> None:
        """Remove everything now and dismiss the supervisor. Harmless when called again.

        Raises what the removal raises; then the supervisor stays, to try again later.
        """
        if self._pipe.closed:  # also in a forked child, whose server this is not
            return
        remove(self._kind, self._what)
        self._process.kill()
        self._process.wait()
        self._pipe.close()


def remove(kind: str, what: dict[str, Any]) -> None:
    """Remove one server with the module that made it."""
    module = kind if "." in kind else f"poollab.postgres.{kind}"
    importlib.import_module(module).remove(**what)


def main(kind: str) -> None:
    """Wait for the pipe to close, then remove. Only that ends the supervisor."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if orders := deque(sys.stdin, maxlen=1):  # there may be thousands; the last counts
        remove(kind, json.loads(orders[0]))


if __name__ == "__main__":
    main(sys.argv[1])
