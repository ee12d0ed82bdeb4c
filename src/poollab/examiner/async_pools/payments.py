"""Payments at the till: made, seen in the table, and still in their transactions."""

from collections.abc import Collection
from typing import NamedTuple

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import POOL, three
from poollab.examiner.async_pools.visits import go, well_answered
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

PAYMENTS = """
    CREATE TABLE public.payments (number int PRIMARY KEY);
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.payments TO public;
"""

WRITING = """
    SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s) AND backend_xid IS NOT NULL
"""


def till(numbers: list[int]) -> list[str]:
    """Return the paths of payments."""
    return [f"/pay/{number}" for number in numbers]


class HalfDone(NamedTuple):
    """What payments have done while they ask for the price."""

    written: int
    """transactions that have written something"""
    seen: int
    """rows that everybody sees"""

    def amiss(self) -> None:
        """See that each has inserted its row, and not committed it. Raises Missed."""
        if (self.written, self.seen) != (POOL, 0):
            raise Missed(
                f"While {POOL} payments ask for the price: expected {POOL} transactions with a "
                f"row inserted, which nobody else sees yet; seen {self.written} that have "
                f"written, and {self.seen} rows for all to see. What comes first, and what "
                "belongs to the transaction?"
            )


async def half_done(exam: Examination, numbers: list[int], pids: Collection[int]) -> HalfDone:
    """Look at payments that are under way on these backends."""
    [(written,)] = await exam.db.query(WRITING, list(pids))
    return HalfDone(written, len(await in_table(exam) & set(numbers)))


async def in_table(exam: Examination) -> set[int]:
    """Return the numbers of the payments that everybody sees."""
    return {number for (number,) in await exam.db.query("SELECT number FROM payments")}


async def unpaid(exam: Examination, count: int) -> list[int]:
    """Draw the numbers of orders that are not paid."""
    return exam.draw.sample(sorted(exam.orders.keys() - await in_table(exam)), count)


async def paid(exam: Examination, app: App, when: str, more: int = 0) -> list[int]:
    """See that as many payments as there are connections are made at once. Raises Missed.

    So many ``more`` come at the same time, and have to wait. Returns their numbers.
    """
    numbers = await unpaid(exam, POOL + more)
    look = "By which way out of pay() does a connection not come back?"
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        await three(exam, visits, f"{when}, connections that the pool can lend", look)
    with exam.check("the price"):
        await well_answered(exam, visits, [exam.orders[number] for number in numbers], when)
    with exam.check("no more than three"):
        await exam.at_most(POOL, when)
    return numbers


async def only(exam: Examination, kept: list[int]) -> None:
    """See that there are these payments, and no others. Raises Missed."""
    rows = await in_table(exam)
    with exam.check("a row of a finished payment"):
        if set(kept) - rows:
            raise Missed(
                f"Rows of finished payments in the table: expected {len(set(kept))}, "
                f"seen {len(rows & set(kept))}."
            )
    with exam.check("no row of a cancelled payment"):
        if more := rows - set(kept):
            raise Missed(f"Rows of cancelled payments in the table: expected 0, seen {len(more)}.")
