"""How many connections stay open when a rush is over."""

import asyncio
import time
from dataclasses import dataclass

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE, TooSlow
from poollab.examiner.verdict import Missed

KEPT = 4
LATE = 1.5 * PATIENCE  # seconds by the clock: one that closes one at a time is there by then
PAUSE = 0.05  # seconds between two looks at what stays open
LOOKS = 10  # in a row, at least


@dataclass
class Shrinking:
    """A number of connections that was looked at, again and again."""

    there: int = 0
    same: int = 0
    """The looks since it changed."""
    longest: int = 0
    """The most looks for which another number stayed."""

    def see(self, there: int) -> None:
        """Take one more look."""
        if there != self.there:
            self.longest, self.same = max(self.longest, self.same), 0
        self.there, self.same = there, self.same + 1

    @property
    def stays(self) -> bool:
        """Whether it is none that it only passes through."""
        return self.same > max(LOOKS, 1.5 * self.longest)


async def quiet(exam: Examination, app: App, seconds: float) -> None:
    """See how many connections stay open after a rush. Raises Missed.

    It looks as often as there are pauses in ``seconds``: however slow the machine, that often the
    app has had time to close some. Raises TooSlow where so many looks have taken so long that a
    pool which closes its connections too late has come to the same number.
    """
    asks, seen, began = seconds / PAUSE, Shrinking(), time.monotonic()
    with exam.check("the size stays open"):
        while seen.there != KEPT or not seen.stays:
            # on a busy machine a backend that ends takes longer, and so does this
            await app.ask("/nowhere")
            there, before = len(await exam.db.backends()), seen.there
            seen.see(there)
            if there == KEPT != before and time.monotonic() - began > LATE:
                raise TooSlow
            asks -= 1
            if seen.there != KEPT and asks < 0:
                much = "more than usual hours need"
                if seen.there < KEPT:
                    much = "too few for usual hours, where at most one request in five is to wait"
                raise Missed(
                    f"When the rush is over, seen {seen.there} connections that stay open: {much}. "
                    "Which setting says how many are kept?"
                )
            await asyncio.sleep(PAUSE)
