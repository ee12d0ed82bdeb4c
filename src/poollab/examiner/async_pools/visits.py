"""Requests of which several are under way at once, and what becomes of them."""

from collections.abc import Collection, Iterable

from poollab.examiner.app import Answer, App
from poollab.examiner.async_pools.backends import POOL, Visit, state, three
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.verdict import Missed

NOT_TRIED = " What comes after it was not tried."


def goes_on(exam: Examination, points: float = 0) -> bool:
    """Return whether there are more points than these, so that the later ones count.

    If not, the verdict says that what comes later was not tried.
    """
    if exam.points <= points and not exam.missed[0].endswith(NOT_TRIED):
        exam.missed[0] += NOT_TRIED
    return exam.points > points


def some(exam: Examination, number: int) -> list[int]:
    """Draw the numbers of different orders."""
    return exam.draw.sample(sorted(exam.orders), number)


def paths(numbers: Iterable[int]) -> list[str]:
    """Return the paths of orders."""
    return [f"/orders/{number}" for number in numbers]


async def go(app: App, paths: Collection[str], method: str = "GET") -> list[Visit]:
    """Send requests, in this order; return their tasks."""
    return [await app.send(path, method=method) for path in paths]


async def answers(
    exam: Examination, visits: Collection[Visit], what: str, within: float = PATIENCE
) -> list[Answer]:
    """Return the answers of requests. Raises Missed when they do not all come in time."""
    if not await exam.own_time.wait(visits, within):
        done = [visit for visit in visits if visit.done()]
        raise Missed(
            f"{what}: expected {len(visits)} answers, seen {len(done)} within {within:g} s. "
            f"Your connections, as the server sees them: {await state(exam)}."
        )
    return [visit.result() for visit in visits]


async def well_answered(
    exam: Examination,
    visits: Collection[Visit],
    values: Collection[object],
    what: str,
    within: float = PATIENCE,
) -> None:
    """See that each request is answered 200, with its value. Raises Missed."""
    for answer, value in zip(await answers(exam, visits, what, within), values, strict=True):
        if answer.status != 200:
            raise Missed(f"{what}: expected status 200, seen {answer.status}: {answer.body[:80]!r}")
        if answer.json() != value:
            raise Missed(f"{what}: expected {value!r}, seen {answer.body[:80]!r}.")


async def round_of_orders(
    exam: Examination, app: App, when: str, look: str = "", more: int = 0
) -> dict[int, str]:
    """See that as many orders as the pool has connections are asked for at once, and answered.

    So many ``more`` requests come at the same time, and have to wait. Returns the backends: their
    pids, and the names of their applications. Raises Missed.
    """
    numbers = list(exam.orders)[: POOL + more]  # the same each time: nobody may remember prices
    async with exam.db.turnstile():
        visits = await go(app, paths(numbers))
        what = f"{when}, queries of {len(numbers)} requests at once in the database"
        backends = await three(exam, visits, what, look)
    with exam.check("the price"):
        await well_answered(exam, visits, [exam.orders[number] for number in numbers], when)
    return backends


async def healthy(exam: Examination, app: App, when: str) -> None:
    """See that ``/health`` is answered now. Raises Missed."""
    visit = await app.send("/health")
    if not await exam.own_time.wait([visit]):
        raise Missed(f"{when}: expected an answer to GET /health, seen none in {PATIENCE} s.")
    if (answer := visit.result()).status != 200 or answer.json() != "well":
        raise Missed(
            f"{when}, GET /health: expected 200 and 'well', seen {answer.status} and "
            f"{answer.body[:80]!r}."
        )
