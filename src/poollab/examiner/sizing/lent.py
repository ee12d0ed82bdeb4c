"""A pool of three that is lent wholly: to as many as it has connections, and not to one more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from poollab.examiner.app import App
from poollab.examiner.clients import Late, Visits
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.guests import at_most, priced, turned_away, visit
from poollab.examiner.verdict import Missed

POOL = 3
MANY = "How many may the pool open?"


async def three(exam: Examination, app: App, numbers: list[int], when: str) -> None:
    """See that three who come at once are served at once. Raises Missed."""
    async with exam.db.turnstile():
        visits = visit(app, numbers)
        await exam.stand(POOL, f"{when}, of {POOL} who come at once, served at once", visits)
    await served(exam, visits, numbers, when)


async def served(exam: Examination, visits: Visits, numbers: list[int], when: str) -> None:
    """See that those who had a connection get what they came for. Raises Missed."""
    for answer in await asyncio.gather(*visits):
        if answer.status != 200:
            raise Missed(
                f"{when}, of {POOL} who had their connections: expected status 200 for each, "
                f"seen {answer.status}, with {answer.body[:60]!r}."
            )
    await priced(exam, visits, numbers, when)


@asynccontextmanager
async def held(
    exam: Examination, app: App, numbers: list[int], visits: Visits, what: str
) -> AsyncIterator[Visits]:
    """Let three in, and hold them until the block ends. Raises Missed.

    They are added to the ``visits``. Yields those who have a connection.
    """
    async with exam.db.turnstile():
        holding = visit(app, numbers)
        visits += holding
        with exam.check("three are served at once"):
            await exam.stand(POOL, f"Of {POOL} who come at once, served at once", holding)
        holding = [one for one in holding if not one.done()]
        yield holding
    with exam.check("whoever has a connection keeps it"):
        await served(exam, holding, numbers[: len(holding)], what)


async def told(exam: Examination, more: Visits, what: str) -> None:
    """See that they are turned away, and get no connection that should not be. Raises Missed."""
    try:
        await turned_away(exam, more, what)
    except Late:
        await at_most(exam, POOL, what, MANY)  # with a place for each nobody is told anything
        raise
    await at_most(exam, POOL, what, MANY)
