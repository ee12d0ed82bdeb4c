"""The learner's process, as the examiner has it: what it says, and what it is told."""

import contextlib
import json
import re
import time
from collections.abc import Callable
from typing import Any

from poollab.examiner.own_time import LOOK, OwnTime, TooSlow
from poollab.examiner.seen import GONE, Seen
from poollab.examiner.verdict import Missed

START_WITHIN = 6  # seconds of the answer's own time
END_WITHIN = 4  # seconds of the answer's own time
LAST = 25  # seconds by the clock, for a start or an end on a machine that is slow
WORDS = 100  # of an answer that are heard at once, should they never end
URL = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}")


class Playing:
    """An answer that is being served at ``url``."""

    url: str
    own_time: OwnTime
    """What it has taken since its own code began."""

    def __init__(self, pipe: Any, seen: Seen) -> None:
        """Speak to its process through a pipe; ``seen`` is what it looks like from outside."""
        self._pipe, self.seen = pipe, seen
        self._raised = ""

    def start(self) -> None:
        """Wait until the answer serves. Raises Missed when it does not, and TooSlow."""
        ended = "The answer has ended its own process before it served anything."
        if not self._pipe.poll(LAST):  # what comes before the answer is not its fault
            raise TooSlow
        what, said = _told(self._pipe, ended)
        if what == "began":
            self.own_time = OwnTime(self.seen.family)
            if not _comes(self._pipe, self.own_time.over(START_WITHIN)):
                raise Missed(
                    f"The answer has not started within {START_WITHIN} s: does it loop for ever?"
                )
            what, said = _told(self._pipe, ended)
        if what == "failed":
            raise Missed(f"Your answer can't be tried: {said}.")
        if not URL.fullmatch(said):
            raise Missed(ended)
        self.url = said

    def raised(self, within: float) -> str:
        """Return the error that the app raised last, if it comes within so many seconds."""
        for _ in range(WORDS):
            if not self._pipe.poll(within):
                break
            what, said = _told(self._pipe, GONE)
            if what == "raised":
                self._raised, within = said, 0
        return self._raised

    def forward(self, seconds: float) -> None:
        """Put the clock of the app's event loop forward. Raises Missed when the process is gone."""
        try:
            self._pipe.send_bytes(str(seconds).encode())
        except OSError:
            raise Missed(GONE) from None

    def passed(self) -> bool:
        """Say whether what was due by then has been called. Raises Missed."""
        for _ in range(WORDS):
            if not self._pipe.poll(0):
                break
            what, said = _told(self._pipe, GONE)
            if what == "passed":
                return True
            if what == "raised":
                self._raised = said
        return False

    def end(self) -> None:
        """Have the app end, as a server does; its process stays, with all that was left open.

        Raises Missed when its lifespan fails, or does not come to its end, and TooSlow.
        """
        self.raised(within=0)
        with contextlib.suppress(OSError):  # it is gone, as will be heard
            self._pipe.send_bytes(b"end")
        over = self.own_time.over(END_WITHIN)
        for _ in range(WORDS):
            if not _comes(self._pipe, over):
                break
            what, said = _told(self._pipe, "The app's process was gone before the app had ended.")
            if what == "failed":
                raise Missed(f"At the app's end: {said}.")
            if what == "ended":
                return
        raise Missed(f"The app was told to end, and its lifespan has not in {END_WITHIN} s.")


def _comes(pipe: Any, over: Callable[[], bool]) -> bool:
    """Wait for a word; return whether it comes before the answer's time is over.

    Raises TooSlow.
    """
    deadline = time.monotonic() + LAST
    while not pipe.poll(LOOK):
        if over():
            return False
        if time.monotonic() > deadline:
            raise TooSlow
    return True


def _told(pipe: Any, otherwise: str) -> tuple[str, str]:
    """Return what the answer's process says. Raises Missed when it says nothing, or nonsense."""
    try:
        what, said = json.loads(pipe.recv_bytes(10_000))
    except (EOFError, OSError, ValueError, TypeError, RecursionError):
        raise Missed(otherwise) from None
    return what, str(said)
