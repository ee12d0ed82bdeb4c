"""An evening at a service: size, overflow and timeout, judged by who was served and who was not."""

import asyncio
import time

from poollab.examiner.app import App
from poollab.examiner.clients import MOST, Visits, in_time, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE, TooSlow
from poollab.examiner.sizing.guests import (
    AT_MOST,
    SentAway,
    served,
    stand,
    statuses,
    visit,
    words,
)
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

KEPT = 4
RUSH, LASTS = 30, 0.3  # guests who come at once; the seconds for which nobody is done
PAUSE = 0.05  # seconds between two looks at what stays open
TOO_MANY = 3  # come when all connections are out, and stay out


@task(7, "Right: four stay, seven serve a rush, thirty come through, and three hear the truth.")
async def service(exam: Examination) -> None:
    """A rush, the quiet after it, and a jam.

    How many should stay, and how many be served at once, is for the learner to find: no sentence
    says it before it was found.
    """
    numbers = [exam.draw.choice(list(exam.orders)) for _ in range(RUSH + AT_MOST + TOO_MANY)]
    async with exam.app() as app:
        await app.expect(f"/orders/{numbers[0]}", 200, exam.orders[numbers[0]])
        began = exam.taken()
        with exam.part(3):
            await rush(exam, app, numbers[:RUSH])
        # what a wrong answer has waited for in vain already, it need not wait for again
        used = exam.taken() - began if exam.missed else 0
        with exam.part(2):
            await quiet(exam, app, max(1, PATIENCE - used))
        if not exam.missed:
            with exam.part(2):
                await once_more(exam, lambda visits: jam(exam, app, numbers[RUSH:], visits))


async def rush(exam: Examination, app: App, numbers: list[int]) -> None:
    """All come at once; for a while nobody is done, then all go through. Raises Missed.

    A busy machine may need longer for a rush than it should last. Then it is tried again, four
    times at most. Raises TooSlow if the answer had too little of the last try for itself.
    """
    for more_tries in (4, 3, 2, 1, 0):
        sent, taken = time.monotonic(), exam.taken()
        try:
            await one_rush(exam, app, numbers)
            return
        except SentAway:
            lasted = time.monotonic() - sent
            if not more_tries and exam.taken() - taken < MOST * lasted:
                raise TooSlow from None
            if not more_tries or lasted < 2 * LASTS:
                raise
        while await exam.db.blocked():
            await asyncio.sleep(0.01)


async def one_rush(exam: Examination, app: App, numbers: list[int]) -> None:
    """Try it once. Raises Missed."""
    when = f"In a rush of {RUSH}"
    async with exam.db.turnstile():
        sent, visits = time.monotonic(), visit(app, numbers)
        await stand(exam, visits, when)
        rest = max(0.1, sent + LASTS - time.monotonic())
        await asyncio.wait(visits, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
        seen = max(len(await exam.db.blocked()), len(await exam.db.backends()))
        if seen > AT_MOST:
            raise Missed(
                f"{when}: seen {seen} connections of this worker, and that is more than its "
                "budget. What do size and overflow come to together, in the worst moment?"
            )
        if early := statuses(visits):
            raise SentAway(
                f"{when}, which lasts for {LASTS} s: expected that those who find no "
                f"connection wait, seen some answered {words(early)} before it was over."
            )
    await served(exam, visits, numbers, f"{when}, after it was over")


async def quiet(exam: Examination, app: App, seconds: float) -> None:
    """See how many connections stay open after a rush. Raises Missed.

    It looks as often as there are pauses in ``seconds``: however slow the machine, that often the
    app has had time to close some.
    """
    asks, looks = seconds / PAUSE, 0
    while looks < 10:  # in a row: the number may be one that it only passes through
        await app.ask("/nowhere")  # on a busy machine a backend that ends takes longer, and so this
        there = len(await exam.db.backends())
        looks, asks = looks + 1 if there == KEPT else 0, asks - 1
        if there != KEPT and asks < 0:
            much = "more than usual hours need"
            if there < KEPT:
                much = "too few for usual hours, in which at most one request in five is to wait"
            raise Missed(
                f"When the rush is over, seen {there} connections that stay open: {much}. "
                "Which setting says how many are kept?"
            )
        await asyncio.sleep(PAUSE)


async def jam(exam: Examination, app: App, numbers: list[int], visits: Visits) -> None:
    """As many come as may be, and some more, and it does not go on. Raises Missed."""
    when = "When all connections are out, and stay out"
    async with exam.db.turnstile():
        visits += visit(app, numbers[:AT_MOST])
        await stand(exam, visits, when)
        more = visit(app, numbers[AT_MOST:])
        visits += more
        await in_time(exam, more, f"{when}: {TOO_MANY} more come")
        await exam.own_time.wait(more)
        if (seen := statuses(more)) != {503: TOO_MANY}:
            raise Missed(
                f"{when}: {TOO_MANY} more come. Expected {TOO_MANY} answers of status 503, "
                f"seen {seen}. What becomes of the pool's error?"
            )
    await served(exam, visits[:AT_MOST], numbers[:AT_MOST], "When it goes on")
