"""Whether a pool of three still has its three connections."""

import asyncio
from collections.abc import Iterable
from typing import Any

from poollab.examiner.app import LONGEST, Answer, App
from poollab.examiner.examination import Examination
from poollab.examiner.looks import pauses
from poollab.examiner.verdict import Missed

POOL = 3
QUIET = 20  # seconds, by the clock of the app's loop, in which nobody comes
MORE = 2  # so many ask beside those that the pool can serve, and have to wait


async def starts_well(exam: Examination, app: App, replaces: bool = False) -> set[int]:
    """See orders answered, the whole pool lent and no more; return the pids of its connections.

    Then nobody comes for a while. From then on the server refuses a fourth, unless the pool
    ``replaces`` connections later: where a query of its own was cut off.
    """
    # The first order stays the first, also for an answer that sorts them in a way of its own; the
    # gap is behind the middle, so whoever reads a few of all does not come to it.
    all_, half = sorted(exam.orders), len(exam.orders) // 2
    numbers = [*exam.draw.sample(all_[1:half], 2), exam.draw.choice(all_[half:])]
    with exam.check("the price of an order"):
        for number in numbers[:2]:
            await app.expect(f"/orders/{number}", 200, {"price": exam.orders[number]})
    when = "After 2 orders that are there"
    await lent(exam, app, when, MORE)
    await at_most(exam, when)
    with exam.check("the price of an order"):
        for number in await changed(exam, *numbers):
            await now_says(exam, app, number)
    if not replaces:
        await exam.db.allow(POOL)
    pids = set(await exam.db.backends())
    await app.forward(QUIET)
    return pids


async def changed(exam: Examination, free: int, dear: int, moved: int) -> list[int]:
    """Make an order free, another dearer, give a third another number; return their numbers."""
    new = exam.draw.randint(100, 999)
    exam.orders |= {free: 0, dear: exam.orders[dear] + 100, new: exam.orders.pop(moved)}
    await exam.db.query(
        "UPDATE examiner.orders SET price = CASE number WHEN %s THEN 0 WHEN %s THEN price + 100 "
        "ELSE price END, number = CASE number WHEN %s THEN %s ELSE number END",
        free, dear, moved, new,
    )  # fmt: skip
    return [free, dear, new]


async def now_says(exam: Examination, app: App, number: int) -> None:
    """See the price of an order that has just been changed. Raises Missed."""
    try:
        await app.expect(f"/orders/{number}", 200, {"price": exam.orders[number]})
    except Missed as missed:
        raise Missed(f"After the table has changed: {missed}") from None


async def lent(exam: Examination, app: App, when: str, more: int = 0) -> set[int]:
    """See the whole pool lent at once, for orders; so many ``more`` ask, and have to wait.

    Returns the pids.
    """
    numbers = [exam.draw.choice(sorted(exam.orders)) for _ in range(POOL + more)]
    async with exam.db.turnstile():
        visits = [app.visit(f"/orders/{number}") for number in numbers]
        what = f"{when}, connections that the pool can still lend"
        pids = await exam.stand(POOL, what, visits)
        if more:
            with exam.check("three at most"):
                await exam.no_more(POOL, f"{when}, and {POOL + more} ask at once")
    for number, answer in zip(numbers, await answered(exam, visits, when), strict=True):
        what, seen = f"{when}, GET /orders/{number}", f"{answer.body[:80]!r}"
        if answer.status != 200:
            raise Missed(f"{what} answers {answer.status}, with {seen}.")
        with exam.check("the price of an order"):
            if answer.json() != (right := {"price": exam.orders[number]}):
                raise Missed(f"{what}: expected {right}, seen {seen}.")
    return pids


async def all_back(exam: Examination, app: App, when: str, before: set[int] | None = None) -> None:
    """See the whole pool lent, and no connection open beside it.

    ``before`` are the pids that they should have, where none may have been closed.
    """
    now = await lent(exam, app, when)
    await at_most(exam, when)
    with exam.check("opened once and kept"):
        if before is not None and now - before:
            raise Missed(
                f"{when}, the pool should lend the {POOL} connections of before; "
                f"of those that it lends {len(now - before)} are new. "
                "What became of the old ones?"
            )


async def at_most(exam: Examination, when: str) -> None:
    """See that the answer has no more connections open than the pool may have."""
    with exam.check("three at most"):
        await exam.at_most(POOL, when)


async def at_once(
    exam: Examination, app: App, paths: Iterable[str], **options: Any
) -> list[Answer]:
    """Have requests ask the database at the same moment, if they ask it; return their answers."""
    async with exam.db.turnstile():
        visits = [app.visit(path, **options) for path in paths]
        over, pause = exam.own_time.over(), pauses()
        while len(await exam.db.blocked()) < len(visits) and not over():
            if any(visit.done() for visit in visits):
                break
            await asyncio.sleep(next(pause))
    return await answered(exam, visits, f"{len(visits)} requests at once")


async def answered(
    exam: Examination, visits: list[asyncio.Task[Answer]], when: str
) -> list[Answer]:
    """Return the answers of requests that nothing holds back any more. Raises Missed."""
    if not await exam.own_time.wait(visits, LONGEST):
        late = sum(not visit.done() for visit in visits)
        raise Missed(
            f"{when}: {late} of {len(visits)} requests have no answer within {LONGEST} seconds, "
            "though the database has answered. What do they wait for?"
        )
    return [visit.result() for visit in visits]


def stopped(exam: Examination, rest: str = "The second part") -> bool:
    """Return whether something was missed; its sentence then says what was not reached."""
    if exam.missed:
        exam.missed[0] += f" {rest} was not reached."
    return bool(exam.missed)
