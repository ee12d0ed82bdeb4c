"""Whether a pool of three still has its three connections."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

POOL = 3


async def starts_well(exam: Examination, app: App) -> set[int]:
    """See orders answered, and the whole pool lent; return the pids of its connections."""
    numbers = exam.draw.sample(sorted(exam.orders), 2)
    for number in numbers:
        await app.expect(f"/orders/{number}", 200, {"price": exam.orders[number]})
    when = "After 2 orders that are there"
    return await exam.lends(app, f"/orders/{numbers[0]}", POOL, when, more=2)


async def all_back(
    exam: Examination, app: App, when: str, before: set[int] | None = None
) -> set[int]:
    """See the whole pool lent, and no connection open beside it; return the pids.

    ``before`` are the pids that they should have, where none may have been closed.
    """
    number = exam.draw.choice(sorted(exam.orders))
    now = await exam.lends(app, f"/orders/{number}", POOL, when)
    await at_most(exam, when)
    if before is not None and now != before:
        raise Missed(
            f"{when}, the pool should lend the {POOL} connections of before; "
            f"of those that it lends {len(now - before)} are new. What became of the old ones?"
        )
    return now


async def at_most(exam: Examination, when: str) -> None:
    """See that the answer has no more connections open than the pool may have."""
    over = exam.own_time.over()
    while (seen := len(await exam.db.backends())) > POOL:
        if over():
            raise Missed(f"{when}, connections open: expected at most {POOL}, seen {seen}.")
        await asyncio.sleep(0.02)
