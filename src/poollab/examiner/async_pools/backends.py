"""The answer's connections, as the server sees them: how many, whose, and what they do."""

import asyncio
from collections import Counter
from collections.abc import Collection

from poollab.examiner.app import Answer
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

POOL = 3
MORE = 2  # requests that find all connections out
NAMES = "SELECT pid, application_name FROM pg_stat_activity WHERE pid = ANY(%s)"

Visit = asyncio.Task[Answer]


async def state(exam: Examination) -> str:
    """Say what the answer's backends are doing."""
    counts = Counter(state for state, _ in (await exam.db.backends()).values())
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none"


async def stand(
    exam: Examination, number: int, what: str, visits: Collection[Visit] = (), look: str = ""
) -> set[int]:
    """Wait until so many queries are in the database, held back; return their backends' pids.

    Raises Missed, with what the connections do instead, and with where to ``look``.
    """
    try:
        return await exam.stand(number, what, visits)
    except Missed as missed:
        said = str(missed)
        if not any(visit.done() for visit in visits):
            said += f" Your connections, as the server sees them: {await state(exam)}."
        raise Missed(f"{said} {look}".strip()) from None


async def three(
    exam: Examination, visits: Collection[Visit], what: str, look: str = ""
) -> dict[int, str]:
    """See that all connections of the pool work, and that there are no more of them.

    If there are more visits than connections, the others have to wait. Returns the pids of the
    backends whose queries are held back, and the names of their applications. Raises Missed.
    """
    with exam.check("three at once"):
        await stand(exam, POOL, what, visits, look)
    if len(visits) > POOL:
        with exam.check("no more than three"):
            await no_fourth(exam, visits, what)
            await exam.at_most(POOL, what)
    return dict(await exam.db.query(NAMES, list(await exam.db.blocked())))


async def no_fourth(exam: Examination, visits: Collection[Visit], what: str) -> None:
    """See that who finds all connections out has to wait. Raises Missed."""
    await exam.no_more(POOL, what)
    for early in (visit.result() for visit in visits if visit.done()):
        raise Missed(
            f"{what}: expected {POOL} connections, and the other requests to wait, seen a request "
            f"that was answered before its query: {early.status}, {early.body[:80]!r}."
        )


def same(first: dict[int, str], second: dict[int, str], look: str) -> None:
    """See that the backends of the second round are those of the first. Raises Missed."""
    if new := second.keys() - first.keys():
        raise Missed(
            f"In the second round, expected the {POOL} backends of the first, "
            f"seen {len(new)} new. {look}"
        )
