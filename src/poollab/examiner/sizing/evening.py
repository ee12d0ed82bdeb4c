"""An evening at a service: size, overflow and timeout, judged by who was served and who was not."""

import asyncio
import time

from poollab.examiner.app import App
from poollab.examiner.clients import MOST, Visits, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.looks import pauses
from poollab.examiner.own_time import PATIENCE, TooSlow
from poollab.examiner.sizing.asked import reached
from poollab.examiner.sizing.guests import (
    Hold,
    SentAway,
    TooFew,
    at_most,
    fewer,
    first,
    priced,
    statuses,
    turned_away,
    visit,
    words,
)
from poollab.examiner.sizing.quiet import quiet
from poollab.examiner.tasks import task

AT_MOST, TOO_MANY = 7, 3  # connections that the budget has; guests who come when these are out
RUSH, LASTS = 30, 0.3  # guests who come at once; the seconds for which nobody is done
BUDGET = "What do size and overflow come to together, in the worst moment, and what is the budget?"


@task(7, "Right: four stay, seven serve a rush, thirty come through, and three hear the truth.")
async def service(exam: Examination) -> None:
    """A rush, the quiet after it, and a jam.

    How many should stay, and how many be served at once, is for the learner to find: no sentence
    says it before it was found.
    """
    numbers = [exam.draw.choice(list(exam.orders)) for _ in range(RUSH)]
    async with exam.app() as app:
        await first(exam, app, numbers[:1])
        began = exam.taken()
        with exam.part(3):
            await rush(exam, app, numbers)
        # what a wrong answer has waited for in vain already, it need not wait for again
        used = exam.taken() - began if exam.missed else 0
        with exam.part(2):
            await quiet(exam, app, max(1, PATIENCE - used))
        if reached(exam, "The jam was not tried."):
            with exam.part(2):
                # in a jam they ask for what was asked for before
                await once_more(exam, lambda visits: jam(exam, app, numbers, visits))


async def rush(exam: Examination, app: App, numbers: list[int]) -> None:
    """All come at once; for a while nobody is done, then all go through. Raises Missed.

    A busy machine may need longer for a rush than it should last. Then it is tried again, four
    times at most. Raises TooSlow if the answer had too little of the last try for itself, unless
    what was missing is a connection: it could have been opened in any of the five.
    """
    for more_tries in (4, 3, 2, 1, 0):
        sent, taken = time.monotonic(), exam.taken()
        try:
            await one_rush(exam, app, numbers)
            return
        except SentAway as missed:
            lasted = time.monotonic() - sent
            too_few = isinstance(missed, TooFew)
            if not more_tries and not too_few and lacked(exam, taken, lasted):
                raise TooSlow from None
            if not more_tries or lasted < 2 * LASTS:
                raise
        while await exam.db.blocked():
            await asyncio.sleep(0.01)


def lacked(exam: Examination, taken: float, lasted: float) -> bool:
    """Say whether of what ``lasted`` too little was the answer's own, which had ``taken`` before.

    Here it waits for the server more than anywhere else, which is kept waiting as it is.
    """
    return lasted - (exam.taken() - taken) > MOST * lasted


async def one_rush(exam: Examination, app: App, numbers: list[int]) -> None:
    """Try it once. Raises Missed."""
    when = f"In a rush of {RUSH}"
    async with exam.db.turnstile():
        sent, visits = time.monotonic(), visit(app, numbers)
        if not await seven(exam, visits, when):
            return
        rest = max(0.1, sent + LASTS - time.monotonic())
        await asyncio.wait(visits, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
        await at_most(exam, AT_MOST, when, BUDGET)
        with exam.check("whoever finds no connection in a rush waits"):
            if early := statuses(visits):
                raise SentAway(
                    f"{when}, which lasts for {LASTS} s: expected that those who find no "
                    f"connection wait, seen some answered {words(early)} before it was over."
                )
    with exam.check("whoever finds no connection in a rush waits"):
        await through(visits, f"{when}, after it was over")
    await priced(exam, visits, numbers, when)


async def seven(exam: Examination, visits: Visits, when: str) -> bool:
    """Wait until as many as may be are served at once; return whether they are.

    Raises Missed when they do not come, or when all the others are sent away.
    """
    over, number, pause = exam.own_time.over(), 0, pauses()
    with exam.check("as many are served as the budget has room for"):
        while (number := len(await exam.db.blocked())) < AT_MOST:
            sent_away = statuses(visits)
            if number + sum(sent_away.values()) == len(visits) or over():
                raise fewer(when, number, sent_away)
            await asyncio.sleep(next(pause))
    return number >= AT_MOST


async def through(visits: Visits, when: str) -> None:
    """See that all come through. Raises Missed."""
    await asyncio.gather(*visits)
    if (seen := statuses(visits)) != {200: len(visits)}:
        look = " Who finds no connection waits until it goes on: how long?" if 503 in seen else ""
        raise SentAway(f"{when}: expected {len(visits)} answers of status 200, seen {seen}.{look}")


async def jam(exam: Examination, app: App, numbers: list[int], visits: Visits) -> None:
    """As many come as may be, and some more, and it does not go on. Raises Missed."""
    when = "When all connections are out, and stay out"
    async with exam.db.turnstile():
        sent, taken = time.monotonic(), exam.taken()
        inside = visit(app, numbers[:AT_MOST])
        visits += inside
        try:
            if not await seven(exam, inside, when):
                return
        except SentAway:  # by the clock: on a slow machine before they could be served
            if lacked(exam, taken, time.monotonic() - sent):
                raise TooSlow from None
            raise
        hold = Hold(exam)
        more = visit(app, numbers[:TOO_MANY])
        visits += more
        try:
            await turned_away(exam, more, f"{when}: {TOO_MANY} more come")
        finally:
            hold.look(exam, inside, when)
        await at_most(exam, AT_MOST, when, BUDGET)
        await hold.keep(exam, inside, when)
    with exam.check("whoever has a connection keeps it"):
        await through(inside, "When it goes on")
    await priced(exam, inside, numbers[:AT_MOST], "When it goes on")
