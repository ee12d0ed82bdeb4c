"""Connections lost on the way out of a request."""

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task

POOL = 3


async def some_orders(exam: Examination, app: App) -> list[int]:
    """Ask for a few orders that exist; return numbers that don't."""
    for number in exam.draw.sample(sorted(exam.orders), 3):
        await app.expect(f"/orders/{number}", 200, exam.orders[number])
    return [exam.draw.randint(1000, 9999) for _ in range(POOL + 1)]


@task(3, "Right: whether the order is there or not, the connection comes back.")
async def early_return(exam: Examination) -> None:
    """The endpoint returns early for an order that is not there."""
    async with exam.app() as app:
        with exam.part(3):
            for missing in await some_orders(exam, app):
                await app.expect(f"/orders/{missing}", 200, None)
            there = exam.draw.choice(list(exam.orders))
            await exam.lends(app, f"/orders/{there}", POOL, f"After {POOL + 1} orders not there")
