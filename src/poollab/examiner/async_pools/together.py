"""Several queries of one request at once."""

from collections.abc import Callable

from poollab.examiner.app import App
from poollab.examiner.async_pools.visits import POOL, go, some, well_answered
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task

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
        await exam.db.stand(expected, f"{what}: queries in the database at once", visits)
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


@task(5, "Right: all connections at work, however many bills come, and nobody waits for ever.")
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
    """See that bills which all begin with an empty pool are answered. Raises Missed."""
    numbers = some(exam, POOL)
    asked = [out_of_order(exam, exam.draw.randint(2, LONG)) for _ in range(CROWD)]
    async with exam.db.turnstile():
        single = await go(app, [f"/orders/{number}" for number in numbers])
        await exam.db.stand(POOL, f"Queries of {POOL} requests for one order each", single)
        visits = await go(app, [any_number(bill) for bill in asked])
        await app.expect("/health", 200, "well")  # so all that were sent before have begun
    await well_answered(exam, single, [exam.orders[n] for n in numbers], "Orders asked for singly")
    what = f"{CROWD} bills that come while all connections are out"
    await well_answered(exam, visits, [[exam.orders[n] for n in bill] for bill in asked], what)
