"""Clients who give up: whether they hear of an empty pool before that."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection

from poollab.examiner.app import Answer
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import LOOK, TooSlow
from poollab.examiner.verdict import Missed

GIVES_UP = 2  # seconds
MOST = 0.25  # of them an answer may be kept from a processor: else they say nothing about it
Visits = list["asyncio.Task[Answer]"]


class Late(Missed):
    """Not all were answered before the clients give up: on a busy machine that may be chance."""


async def in_time(exam: Examination, visits: Collection[asyncio.Task[Answer]], what: str) -> None:
    """Wait for all answers. Raises Late when one does not come before its client gives up.

    Clients give up by the clock. Whoever is not answered then is Late if the answer was not kept
    from a processor for long, or is still waiting when it has had all of that time for itself. Else
    nothing is known: raises TooSlow.
    """
    began, taken, kept, late = time.monotonic(), exam.taken(), exam.kept(), None
    while waiting := [visit for visit in visits if not visit.done()]:
        own, passed = exam.taken() - taken, time.monotonic() - began
        pause = min(LOOK / 2, GIVES_UP - passed)
        if passed >= GIVES_UP:
            pause = LOOK / 2
            late = late or _late(what, len(visits) - len(waiting), len(visits))
            if own >= GIVES_UP or exam.kept() - kept <= MOST * passed:
                raise late
        await asyncio.wait(waiting, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
    if late:
        raise TooSlow


def _late(what: str, answered: int, number: int) -> Late:
    """Say how many were answered when the clients gave up."""
    seen = f"{answered} of {number}" if answered else "none"
    return Late(
        f"{what}: expected answers before the clients give up, after {GIVES_UP} seconds, "
        f"seen {seen}. How long does taking a connection wait?"
    )


async def once_more(exam: Examination, look: Callable[[Visits], Awaitable[None]]) -> None:
    """Look again if answers come late, or the machine is too slow. Raises Missed and TooSlow.

    ``look`` puts its visits into the list that it is given; when it ends nothing holds them back.
    """
    visits: Visits = []
    try:
        await look(visits)
    except (Late, TooSlow):
        await exam.own_time.wait(visits)
        await look([])
