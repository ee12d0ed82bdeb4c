"""The learner's process, as the examiner has it: what it says, holds and has written."""

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import psutil

from poollab.examiner.own_time import LOOK, OwnTime, TooSlow
from poollab.examiner.verdict import Missed

START_WITHIN = 6  # seconds of the answer's own time
END_WITHIN = 4  # seconds of the answer's own time
LAST = 25  # seconds by the clock, for a start or an end on a machine that is slow


class Playing:
    """An answer that is being served at ``url``."""

    url: str
    own_time: OwnTime
    """What it has taken since its own code began."""

    def __init__(self, pipe: Any, pid: int) -> None:
        """Speak to its process through a pipe."""
        self._pipe, self._pid = pipe, pid
        self._raised = ""

    def start(self) -> None:
        """Wait until the answer serves. Raises Missed when it does not, and TooSlow."""
        ended = "The answer has ended its own process before it served anything."
        if not self._pipe.poll(LAST):  # what comes before the answer is not its fault
            raise TooSlow
        what, said = _told(self._pipe, ended)
        if what == "began":
            self.own_time = OwnTime(self._pid)
            if not _comes(self._pipe, self.own_time, START_WITHIN):
                raise Missed(
                    f"The answer has not started within {START_WITHIN} s: does it loop for ever?"
                )
            what, said = _told(self._pipe, ended)
        if what == "failed":
            raise Missed(f"Your answer can't be tried: {said}.")
        self.url = said

    def memory(self) -> int:
        """Return the bytes that its process has in memory. Raises Missed when it is gone."""
        with self._process() as process:
            return int(process.memory_info().rss)

    def written(self) -> int:
        """Return the bytes that its process has written to files, where the system counts them.

        Raises Missed when the process is gone.
        """
        with self._process() as process:
            counters = getattr(process, "io_counters", None)
            return int(getattr(counters(), "write_chars", 0)) if counters else 0

    def connections(self, port: int) -> set[int]:
        """Return its open TCP connections to a port, by their own ports, as its machine sees them.

        One whose other end has closed it is none of them. Raises Missed when the process is gone.
        """
        with self._process() as process:
            return {
                one.laddr.port
                for one in process.net_connections("tcp")
                if one.status == psutil.CONN_ESTABLISHED and one.raddr.port == port
            }

    @contextlib.contextmanager
    def _process(self) -> Iterator[psutil.Process]:
        try:
            yield psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            raise Missed("The app's process is gone.") from None

    def raised(self, within: float) -> str:
        """Return the error that the app raised last, if it comes within so many seconds."""
        while self._pipe.poll(within):
            what, said = _told(self._pipe, "The app's process is gone.")
            if what == "raised":
                self._raised, within = said, 0
        return self._raised

    def forward(self, seconds: float) -> None:
        """Put the clock of the app's event loop forward. Raises Missed when the process is gone."""
        try:
            self._pipe.send_bytes(str(seconds).encode())
        except OSError:
            raise Missed("The app's process is gone.") from None

    def end(self) -> None:
        """Have the app end, as a server does; its process stays, with all that was left open.

        Raises Missed when its lifespan fails, or does not come to its end, and TooSlow.
        """
        self.raised(within=0)
        self._pipe.send_bytes(b"end")
        if not _comes(self._pipe, self.own_time, END_WITHIN):
            raise Missed(f"The app was told to end, and its lifespan has not in {END_WITHIN} s.")
        what, said = _told(self._pipe, "The app's process was gone before the app had ended.")
        if what == "failed":
            raise Missed(f"At the app's end: {said}.")


def _comes(pipe: Any, own_time: OwnTime, seconds: float) -> bool:
    """Wait for a word; return whether it comes within so many seconds of the answer's own.

    Raises TooSlow.
    """
    began, deadline = own_time.now(), time.monotonic() + LAST
    while not pipe.poll(LOOK):
        if own_time.now() - began > seconds:
            return False
        if time.monotonic() > deadline:
            raise TooSlow
    return True


def _told(pipe: Any, otherwise: str) -> tuple[str, str]:
    """Return what the answer's process says. Raises Missed when it says nothing, or nonsense."""
    try:
        what, said = json.loads(pipe.recv_bytes(10_000))
    except (EOFError, OSError, ValueError):
        raise Missed(otherwise) from None
    return what, str(said)
