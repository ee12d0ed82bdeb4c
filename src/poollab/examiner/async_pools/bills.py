"""Bills: asked for, several at once, and answered in order."""

from collections.abc import Callable, Collection

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import POOL, Visit, stand
from poollab.examiner.async_pools.visits import go, well_answered
from poollab.examiner.examination import Examination

WAITING = 5  # seconds, by the clock of the app's loop, that a query is held back

Path = Callable[[list[int]], str]


def pair(numbers: list[int]) -> str:
    """Return the path of a bill of two orders."""
    return "/bill/{}/{}".format(*numbers)


def any_number(numbers: list[int]) -> str:
    """Return the path of a bill of any number of orders."""
    return "/bill?" + "&".join(f"number={number}" for number in numbers)


def out_of_order(exam: Examination, size: int, among: Collection[int] = ()) -> list[int]:
    """Draw numbers of orders such that neither they nor their different prices are in order."""
    while True:
        numbers = exam.draw.sample(sorted(among or exam.orders), size)
        prices = [exam.orders[number] for number in numbers]
        if len(set(prices)) == size and numbers != sorted(numbers) and prices != sorted(prices):
            return numbers


async def bills(exam: Examination, app: App, path: Path, asked: list[list[int]], what: str) -> None:
    """See that bills asked for at once use all connections, and are answered. Raises Missed."""
    async with exam.db.turnstile():
        visits = await go(app, [path(numbers) for numbers in asked])
        with exam.check("queries at once"):
            await stand(
                exam,
                min(POOL, sum(map(len, asked))),
                f"{what}: queries in the database at once",
                visits,
                "On which connection does each query run, and who holds one without a query?",
            )
        await app.forward(WAITING)
    await right_prices(exam, visits, asked, f"{what}, each query of {WAITING} s")


async def right_prices(
    exam: Examination, visits: list[Visit], asked: list[list[int]], what: str
) -> None:
    """See that each bill has its own prices, in its order. Raises Missed."""
    with exam.check("prices in order"):
        prices = [[exam.orders[number] for number in bill] for bill in asked]
        await well_answered(exam, visits, prices, what)
