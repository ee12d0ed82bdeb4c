"""A pool that is empty says so, goes on, and forgets nothing."""

from poollab.examiner.app import Answer, App
from poollab.examiner.clients import GIVES_UP, Visits, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.asked import reached
from poollab.examiner.sizing.failing import failing
from poollab.examiner.sizing.guests import Hold, first, says, shown, visit
from poollab.examiner.sizing.lent import POOL, held, three, told
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

MORE = 6


@task(6, "Right: an empty pool says so, a failure is no empty pool, and all come back.")
async def busy(exam: Examination) -> None:
    """A full house, and what comes after it."""
    inside = exam.draw.sample(sorted(exam.orders), POOL)
    # some of those who come later ask for what was asked for before
    more = [*inside[:2], *exam.draw.sample(sorted(exam.orders), MORE - 2)]
    async with exam.app() as app:
        refused: Visits = []
        health: list[Answer | None] = []
        with exam.part(2):
            await first(exam, app, inside[:2])
            with exam.check("three are served at once"):
                same = [inside[0], inside[0], inside[1]]
                await three(exam, app, same, "When two of them ask for the same order")

            async def house(visits: Visits) -> None:
                health.append(await full_house(exam, app, [*inside, *more], visits, refused))

            await once_more(exam, house)
        if not reached(exam, "What comes after that was not looked at."):
            return
        with exam.part(1), exam.check("health while all are out"):
            alive(health[-1])
        with exam.part(1), exam.check("Retry-After of a refusal"):
            come_again(refused)
        await afterwards(exam, app, inside)


async def full_house(
    exam: Examination, app: App, numbers: list[int], visits: Visits, more: Visits
) -> Answer | None:
    """Let three in and hold them; the others come, and are turned away. Raises Missed.

    Returns what is said of the app's health meanwhile, and puts the others into ``more``.
    """
    what = f"{MORE} more come while {POOL} are served"
    async with held(exam, app, numbers[:POOL], visits, what) as holding:
        hold = Hold(exam)
        more[:] = visit(app, numbers[POOL:])
        visits += more
        health = app.visit("/health")
        try:
            await told(exam, more, what)
        finally:
            hold.look(exam, holding, what)
        well = await exam.own_time.wait([health], GIVES_UP)
        await hold.keep(exam, holding, what)
    return health.result() if well else None


async def afterwards(exam: Examination, app: App, numbers: list[int]) -> None:
    """See that the pool lends all again, also after queries that failed. Raises nothing."""
    points = exam.points
    with exam.part(1), exam.check("three again after refusals"):
        await three(exam, app, numbers, f"After {MORE} refusals")
    if exam.points == points:
        exam.missed[-1] += " Queries that fail were not looked at."
        return
    with exam.part(1):
        await failing(exam, app, numbers)


def alive(answer: Answer | None) -> None:
    """See that this was said while all connections were out, if anything. Raises Missed."""
    if not answer or answer.status != 200 or not says(answer, "alive"):
        seen = shown(answer) if answer else "no answer"
        raise Missed(
            f"GET /health, while all {POOL} connections are out: expected 200 and 'alive' as "
            f"JSON, seen {seen}. What does it need?"
        )


def come_again(refused: Visits) -> None:
    """See that each refusal says in how many seconds to come again. Raises Missed."""
    for one in refused:
        later = one.result().headers.get("retry-after", "") if one.done() else "1"
        if not (later.isascii() and later.isdigit() and 1 <= int(later[:9]) <= 60):
            raise Missed(
                "The header Retry-After of a 503: expected a whole number of seconds, from 1 "
                f"to 60, seen {later!r:.40}."
            )
