"""A pool for the app's whole life, and a loop that is free."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import MORE, NAMES, POOL, same, three
from poollab.examiner.async_pools.bills import WAITING
from poollab.examiner.async_pools.visits import (
    go,
    goes_on,
    healthy,
    paths,
    round_of_orders,
    well_answered,
)
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.looks import pauses
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

NAME = "bistro"
CROWD = 60
LONGER = 6  # seconds: so many answers take their time on a busy machine


@task(3, "Right: one pool for the app's whole life, and nothing left on the server at its end.")
async def lifespan(exam: Examination) -> None:
    """A pool that each request, or each of the first ones, opens anew."""
    async with exam.app() as app:
        with exam.part(2):
            first = await round_of_orders(exam, app, "Right after the start", more=MORE)
            second = await round_of_orders(exam, app, "In the second round")
            with exam.check("the same backends"):
                same(first, second, "When is a connection opened, and when closed?")
            with exam.check("called bistro"):
                for backends, when in ((first, "first"), (second, "second")):
                    called(backends, f"In the {when} round, the connections call themselves")
                await called_when_idle(exam)
        if goes_on(exam):
            with exam.part(1), exam.check("no backend at the end"):
                await app.end()
                await nobody(exam)


def called(backends: dict[int, str], what: str) -> None:
    """See that these backends have the name that they should have. Raises Missed."""
    if set(backends.values()) != {NAME}:
        names = ", ".join(repr(name) for name in sorted(set(backends.values())))
        raise Missed(f"{what}: expected {NAME!r}, seen {names}.")


async def called_when_idle(exam: Examination) -> None:
    """See that connections keep their name when they have been given back. Raises Missed."""
    over = exam.own_time.over(OPENS)
    while not over():
        found = await exam.db.query(NAMES, list(await exam.db.backends()))
        if found:
            called(dict(found), "When they are idle, the connections call themselves")
        await asyncio.sleep(0.01)


async def nobody(exam: Examination) -> None:
    """See that the answer has no backend left. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while left := await exam.db.backends():
        if over():
            raise Missed(f"After the app's end, backends: expected none, seen {len(left)}.")
        await asyncio.sleep(next(pause))


@task(3, "Right: whatever waits for the database, the loop does not.")
async def off_the_loop(exam: Examination) -> None:
    """A sync engine in an async def."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await held(exam, app, 0, f"While {POOL} queries are held in the database")
        if goes_on(exam):
            with exam.part(1):
                await held(exam, app, CROWD, f"While {CROWD} requests more wait for a connection")


async def held(exam: Examination, app: App, more: int, when: str) -> None:
    """See that ``/health`` is answered while all connections are out. Raises Missed."""
    numbers = [exam.draw.choice(sorted(exam.orders)) for _ in range(POOL + more)]
    async with exam.db.turnstile():
        visits = await go(app, paths(numbers[:POOL]))
        what = f"Queries of {POOL} requests at once in the database"
        look = "What keeps the others from coming so far: who waits, and in which thread?"
        await three(exam, visits, what, look)
        visits += await app.crowd(paths(numbers[POOL:]))
        with exam.check("health meanwhile"):
            await all_the_time(exam, app, when)
    prices = [exam.orders[number] for number in numbers]
    what = f"After {len(numbers)} requests at once"
    if more:
        what += f", who wait for {WAITING} s"
        with exam.check("all of the crowd"):
            await well_answered(exam, visits, prices, what, LONGER)
    else:
        with exam.check("the price"):
            await well_answered(exam, visits, prices, what, LONGER)


async def all_the_time(exam: Examination, app: App, when: str) -> None:
    """See that ``/health`` is answered, and again while time passes for those who wait.

    Raises Missed.
    """
    await healthy(exam, app, when)
    await app.forward(WAITING)
    over = exam.own_time.over(OPENS)
    while not over():
        await healthy(exam, app, when)
        await asyncio.sleep(0.02)
