"""Requests of which several are under way at once, and what becomes of them."""

import asyncio
from collections import Counter
from collections.abc import Collection

from poollab.examiner.app import Answer, App
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.verdict import Missed

POOL = 3
MORE = 2  # requests that find all connections out
NAMES = "SELECT pid, application_name FROM pg_stat_activity WHERE pid = ANY(%s)"

Visit = asyncio.Task[Answer]


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


async def go(app: App, paths: Collection[str], method: str = "GET") -> list[Visit]:
    """Send requests, in this order; return their tasks."""
    return [await app.send(path, method=method) for path in paths]


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
            await no_others(exam, what)
    return dict(await exam.db.query(NAMES, list(await exam.db.blocked())))


async def no_fourth(exam: Examination, visits: Collection[Visit], what: str) -> None:
    """See that who finds all connections out has to wait. Raises Missed."""
    await exam.no_more(POOL, what)
    for early in (visit.result() for visit in visits if visit.done()):
        raise Missed(
            f"{what}: expected {POOL} connections, and the other requests to wait, seen a request "
            f"that was answered before its query: {early.status}, {early.body[:80]!r}."
        )


async def no_others(exam: Examination, when: str) -> None:
    """See that no more connections are left than a pool has: broken ones go. Raises Missed."""
    over = exam.own_time.over()
    while (seen := len(await exam.db.backends())) > POOL:
        if over():
            raise Missed(f"{when}: expected {POOL} connections at most, seen {seen}.")
        await asyncio.sleep(0.01)


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
    numbers = some(exam, POOL + more)
    async with exam.db.turnstile():
        visits = await go(app, [f"/orders/{number}" for number in numbers])
        what = f"{when}, queries of {len(numbers)} requests at once in the database"
        backends = await three(exam, visits, what, look)
    with exam.check("the price"):
        await well_answered(exam, visits, [exam.orders[number] for number in numbers], when)
    return backends


def same(first: dict[int, str], second: dict[int, str], look: str) -> None:
    """See that the backends of the second round are those of the first. Raises Missed."""
    if new := second.keys() - first.keys():
        raise Missed(
            f"In the second round, expected the {POOL} backends of the first, "
            f"seen {len(new)} new. {look}"
        )


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
