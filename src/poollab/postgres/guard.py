"""The supervisor: removes a server when the process that started it is gone.

A process of its own holds the reading end of a pipe. However the kernel ends, by ``close()``, at
exit or by SIGKILL, the pipe closes, and the supervisor removes what it was told to.
"""

import json
import signal
import subprocess
import sys
from typing import Any

# How long a removal may take before the caller stops waiting for it, in seconds.
PATIENCE = 30


class Guard:
    """The kernel's end of the pipe."""

    def __init__(self, kind: str, **what: Any) -> None:
        """Start the supervisor and tell it what to remove, before the thing exists.

        ``kind`` names the module that knows how (``container``, ``embedded``, ``given``); ``what``
        are the arguments of its ``remove`` function.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "poollab.postgres.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is not for the supervisor
        )
        assert self._process.stdin is not None
        self._pipe = self._process.stdin
        self._pipe.write(json.dumps({"kind": kind, "what": what}).encode() + b"\n")
        self._pipe.flush()

    def close(self) -> None:
        """Have everything removed now, and wait until it is. Harmless when called again."""
        if not self._pipe.closed:
            self._pipe.close()
        self._process.wait(PATIENCE)


def remove(kind: str, what: dict[str, Any]) -> None:
    """Remove one server with the module that made it."""
    from poollab.postgres import container, embedded, given

    {"container": container, "embedded": embedded, "given": given}[kind].remove(**what)


def main() -> None:
    """Wait for the pipe to close, then remove. Only that ends the supervisor."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    order = json.loads(sys.stdin.readline())
    sys.stdin.read()
    remove(order["kind"], order["what"])


if __name__ == "__main__":
    main()
