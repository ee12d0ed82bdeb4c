"""Queries that fail in the server: no empty pool, and no connection lost."""

from collections.abc import Sequence

from poollab.examiner.app import App
from poollab.examiner.clients import Visits, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.guests import visit
from poollab.examiner.sizing.lent import POOL, held, three, told
from poollab.examiner.verdict import Missed


async def failing(exam: Examination, app: App, numbers: list[int]) -> None:
    """See that a query that fails is no empty pool, and costs no connection. Raises Missed."""
    await exam.db.query("REVOKE SELECT ON orders FROM public")
    seen = [(await app.ask(f"/orders/{numbers[0]}")).status for _ in range(POOL + 1)]
    await exam.db.query("GRANT SELECT ON orders TO public")
    no_empty_pool(exam, seen, "here its right to read was taken away")
    come_back(exam, seen)
    await broken_off(exam, app, numbers)
    lent = False
    with exam.check("connections of queries that failed come back"):
        await three(exam, app, numbers, f"After {len(seen) + POOL} queries that failed")
        lent = True
    if lent:
        await once_more(exam, lambda visits: full_again(exam, app, numbers, visits))


def no_empty_pool(exam: Examination, seen: Sequence[int], how: str) -> None:
    """See that queries that failed are told by a 500. Raises Missed."""
    with exam.check("a query that fails stays a 500"):
        if seen[0] != 500:
            raise Missed(
                f"A query that fails in the server ({how}): expected status 500, seen {seen[0]}. "
                "Which errors tell of an empty pool?"
            )


def come_back(exam: Examination, seen: Sequence[int]) -> None:
    """See that none of those who came one after another found the pool empty. Raises Missed."""
    with exam.check("connections of queries that failed come back"):
        for failed, status in enumerate(seen):
            if seen[0] == 500 != status:
                raise Missed(
                    f"After {failed} queries that failed in the server, the next is answered "
                    f"{status}, and should be a 500, too. Did their connections come back?"
                )


async def broken_off(exam: Examination, app: App, numbers: list[int]) -> None:
    """Let the server break off three queries. Raises Missed."""
    broken: Visits = []
    with exam.check("connections of queries that failed come back"):
        async with exam.db.turnstile():
            visits = visit(app, numbers)
            what = f"After queries that failed, of {POOL} who come at once, served at once"
            for pid in await exam.stand(POOL, what, visits):
                await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
            await exam.own_time.wait(visits)
        broken = visits
    for one in broken:
        no_empty_pool(exam, [(await one).status], "here the server breaks it off")


async def full_again(exam: Examination, app: App, numbers: list[int], visits: Visits) -> None:
    """See that after all that the pool is lent to three, and to nobody else. Raises Missed."""
    what = f"After queries that failed, 2 more come while {POOL} are served"
    async with held(exam, app, numbers, visits, what):
        more = visit(app, numbers[:2])
        visits += more
        await told(exam, more, what)
