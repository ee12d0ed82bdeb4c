"""Connections lost on the way out of a request."""

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


def not_there(exam: Examination) -> list[int]:
    """Return numbers of orders that don't exist, one for each connection of the pool."""
    return exam.draw.sample(range(1000, 9999), POOL)


async def fails(app: App, path: str) -> None:
    """See that an error of the code stays one for the client."""
    answer = await app.ask(path)
    if answer.status < 500:
        raise Missed(f"GET {path}: expected an error, 500, seen {answer.status}.")


@task(3, "Right: whether the order is there or not, the connection comes back.")
async def early_return(exam: Examination) -> None:
    """The endpoint returns early for an order that is not there."""
    async with exam.app() as app:
        with exam.part(3):
            before = await starts_well(exam, app)
            for number in not_there(exam):
                await app.expect(f"/orders/{number}", 200, {"price": None})
            await all_back(exam, app, f"After {POOL} orders that are not there", before)


@task(3, "Right: errors of the server and your own, the connection comes back from both.")
async def error(exam: Examination) -> None:
    """The query fails, or the code that works with its result."""
    async with exam.app() as app:
        with exam.part(1):
            before = await starts_well(exam, app)
            number, guests = exam.draw.choice(sorted(exam.orders)), exam.draw.randint(2, 4)
            share = exam.orders[number] // guests + 2
            path = f"/orders/{number}/share?guests="
            await app.expect(f"{path}{guests}", 200, {"share": share})
            for _ in range(POOL):
                await fails(app, f"{path}0")
            await all_back(exam, app, f"After {POOL} bills shared by 0 guests", before)
        if exam.missed:
            return
        with exam.part(2):
            for number in not_there(exam):
                await fails(app, f"/orders/{number}/share?guests={guests}")
            when = f"After {POOL} bills for orders that are not there"
            await all_back(exam, app, when, before)


@task(3, "Right: an exception passes through the dependency, and the connection comes back.")
async def http_exception(exam: Examination) -> None:
    """The endpoint raises through its dependency."""
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app)
            for number in not_there(exam):
                await app.expect(f"/orders/{number}", 404, {"detail": f"no order {number}"})
            await all_back(exam, app, f"After {POOL} answers 404", before)
        if exam.missed:
            return
        with exam.part(1):
            number = exam.draw.choice(sorted(exam.orders))
            path = f"/orders/{number}/share?guests="
            await app.expect(f"{path}1", 200, {"share": exam.orders[number]})
            for _ in range(POOL):
                await fails(app, f"{path}0")
            await all_back(exam, app, f"After {POOL} errors that are no HTTPException", before)
