"""Waiting for a connection, with an end."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import POOL, Visit, stand, three
from poollab.examiner.async_pools.visits import (
    answers,
    go,
    goes_on,
    paths,
    round_of_orders,
    some,
    well_answered,
)
from poollab.examiner.clients import in_time, once_more
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

TURNED_AWAY = 6
LATE = f"{TURNED_AWAY} requests more, while all connections are out"
LONG = 100  # seconds that a query takes, by the clock of the app's loop: they pass at once
BROKEN = "A request whose query the server breaks off"


@task(4, "Right: an empty pool says so, in time, and only an empty pool does.")
async def bounded(exam: Examination) -> None:
    """An acquire that waits for ever."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await once_more(exam, lambda visits: turned_away(exam, app, visits))
        if goes_on(exam):
            with exam.part(1), exam.check("three again"):
                for when in ("After requests that were turned away", "And in the next round"):
                    await round_of_orders(exam, app, when, "What does a request not give back?")
        if goes_on(exam, 2):
            with exam.part(1):
                await broken(exam, app)


async def turned_away(exam: Examination, app: App, visits: list[Visit]) -> None:
    """See that who finds the pool empty is told, and the others are served. Raises Missed."""
    numbers = some(exam, POOL + TURNED_AWAY)
    async with exam.db.turnstile():
        visits += await go(app, paths(numbers[:POOL]))
        what = f"Queries of {POOL} requests at once in the database"
        await three(exam, visits, what)
        visits += await go(app, paths(numbers[POOL:]))
        await refused(exam, visits[POOL:])
        with exam.check("the three are not disturbed"):
            await undisturbed(exam, app, visits[:POOL])
    prices = [exam.orders[number] for number in numbers[:POOL]]
    with exam.check("the three are not disturbed"), exam.check("the price"):
        what = f"The {POOL} requests that had a connection"
        await well_answered(exam, visits[:POOL], prices, what)


async def refused(exam: Examination, late: list[Visit]) -> None:
    """See that all who find the pool empty are told so, in time. Raises Missed."""
    with exam.check("in time"):
        await in_time(exam, late, LATE)
    found = await answers(exam, late, LATE)
    with exam.check("503"):
        for answer in found:
            if answer.status != 503:
                raise Missed(f"{LATE}: expected status 503, seen {answer.status}.")
    with exam.check("Retry-After"):
        for answer in found:
            retry = answer.headers.get("retry-after", "")
            if not (retry.isascii() and retry.isdigit()):
                raise Missed(f"{LATE}: expected seconds in Retry-After, seen {retry!r}.")


async def undisturbed(exam: Examination, app: App, visits: list[Visit]) -> None:
    """See that a query may take as long as it does. Raises Missed.

    The clock of the app's loop is put forward; what the server would do is asked.
    """
    if limit := await exam.db.limited():
        raise Missed(
            f"The {POOL} requests that have a connection: expected queries that may take as long "
            f"as they do, seen a limit of the server for them: {limit / 1000:g} s. What is it "
            "that should not take long?"
        )
    await app.forward(LONG)
    over = exam.own_time.over(OPENS)
    while not over():
        if gone := sum(visit.done() for visit in visits) or POOL - len(await exam.db.blocked()):
            raise Missed(
                f"The {POOL} requests that have a connection, when {LONG} s have passed by the "
                f"clock of your event loop: expected {POOL} queries still in the database, seen "
                f"{POOL - gone}. What is it that should not take long?"
            )
        await asyncio.sleep(0.01)


async def broken(exam: Examination, app: App) -> None:
    """See that a query which the server breaks off is no empty pool. Raises Missed."""
    async with exam.db.turnstile():
        visits = await go(app, paths(some(exam, 1)))
        for pid in await stand(exam, 1, f"{BROKEN}: queries in the database", visits):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
        (answer,) = await answers(exam, visits, BROKEN)
    with exam.check("500 for a query that is broken off"):
        if answer.status != 500:
            raise Missed(
                f"{BROKEN}, while {POOL - 1} connections are free: expected status 500, "
                f"seen {answer.status}."
            )
    with exam.check("three again"):
        await round_of_orders(exam, app, "After a query that the server broke off")
    await once_more(exam, lambda visits: turned_away(exam, app, visits))
