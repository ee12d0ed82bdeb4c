"""Several queries of one request at once."""

import asyncio
from collections.abc import Callable

from poollab.examiner.app import App
from poollab.examiner.async_pools.visits import POOL, Visit, go, healthy, some, stand, well_answered
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

CROWD = 6
LONG = 6  # orders on a bill: more than the pool has connections

Path = Callable[[list[int]], str]


def pair(numbers: list[int]) -> str:
    """Return the path of a bill of two orders."""
    return "/bill/{}/{}".format(*numbers)


def any_number(numbers: list[int]) -> str:
    """Return the path of a bill of any number of orders."""
    return "/bill?" + "&".join(f"number={number}" for number in numbers)


def out_of_order(exam: Examination, size: int) -> list[int]:
    """Draw numbers that are not in order, so that answers sorted by number are noticed."""
    numbers = some(exam, size)
    return numbers[::-1] if numbers == sorted(numbers) else numbers


async def bills(exam: Examination, app: App, path: Path, sizes: list[int], what: str) -> None:
    """See that bills asked for at once use all connections, and are answered. Raises Missed."""
    asked = [out_of_order(exam, size) for size in sizes]
    async with exam.db.turnstile():
        visits = await go(app, [path(numbers) for numbers in asked])
        expected = min(POOL, sum(sizes))
        await stand(
            exam,
            expected,
            f"{what}: queries in the database at once",
            visits,
            "On which connection does each query run, and who holds one without a query?",
        )
    await well_answered(exam, visits, [[exam.orders[n] for n in bill] for bill in asked], what)


@task(3, "Right: two tasks, two connections, from the first request on.")
async def one_each(exam: Examination) -> None:
    """Two tasks that share a connection, or a session."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await bills(exam, app, pair, [2], "The first request after the start, two orders")
            await bills(exam, app, pair, [2], "A later request, two orders")
        if exam.points:
            with exam.part(1):
                await bills(exam, app, pair, [2] * CROWD, f"{CROWD} requests at once")


@task(5, "Right: every bill is answered, and nobody waits for ever.")
async def fan_out(exam: Examination) -> None:
    """Queries one after another; or requests that wait for one another's connections."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await bills(exam, app, any_number, [POOL], f"A bill of {POOL} orders")
        if exam.points:
            with exam.part(1):
                await bills(exam, app, any_number, [LONG], f"A bill of {LONG} orders")
        if exam.points > 2:
            with exam.part(2):
                await crowd(exam, app)


async def crowd(exam: Examination, app: App) -> None:
    """See that bills which all begin with an empty pool are answered. Raises Missed.

    The connections come back one at a time, so that bills which take several get one each.
    """
    asked = [out_of_order(exam, exam.draw.randint(2, LONG)) for _ in range(CROWD)]
    async with exam.db.turnstile():
        single = await go(app, [f"/orders/{number}" for number in some(exam, POOL)])
        pids = await stand(exam, POOL, f"Queries of {POOL} requests for one order each", single)
        visits = await go(app, [any_number(bill) for bill in asked])
        await healthy(
            exam, app, f"While {CROWD} bills wait for a connection"
        )  # all have begun, then
        for number, pid in enumerate(pids, 1):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
            await ended(exam, single, number)
            await healthy(exam, app, f"While {CROWD} bills wait for a connection")
    what = f"{CROWD} bills that come while all connections are out"
    await well_answered(exam, visits, [[exam.orders[n] for n in bill] for bill in asked], what)


async def ended(exam: Examination, visits: list[Visit], number: int) -> None:
    """Wait until so many of the requests are answered. Raises Missed."""
    over = exam.own_time.over()
    while sum(visit.done() for visit in visits) < number:
        if over():
            raise Missed("A request whose query is broken off: expected an answer, seen none.")
        await asyncio.sleep(0.01)
