"""Connections lost when the work of a request is cancelled."""

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.leaks.impatient import patient, too_late
from poollab.examiner.leaks.pool import MORE, POOL, all_back, starts_well, stopped
from poollab.examiner.leaks.ticking import leave_between_lines, leave_during_a_query, nobody_asks
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


@task(4, "Right: neither impatience nor a guest who leaves costs a connection.")
async def cancelled(exam: Examination) -> None:
    """A time limit cancels the query; a guest who leaves cancels a stream."""
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app, replaces=True)
            number = exam.draw.choice(sorted(exam.orders))
            path = f"/orders/{number}"
            with exam.check("the price in time"):
                await app.expect(f"{path}/now?patience=30", 200, {"price": exam.orders[number]})
            await all_back(exam, app, "After a request in time", before)
            await too_late(exam, app, f"{path}/now?patience=")
            with exam.check("three lent again"):
                await back(exam, app, path, f"After {POOL} requests whose time was over")
            await patient(exam, app, f"{path}/now?patience=", exam.orders[number])
            with exam.check("three lent again"):
                when = f"After {MORE} more that have had to wait for a connection"
                await back(exam, app, path, when)
        if stopped(exam):
            return
        with exam.part(2):
            for leave in (leave_between_lines, leave_during_a_query):
                await leave(exam, app, number)
                with exam.check("three lent again"):
                    when = f"After {POOL} guests who have left the ticker"
                    await back(exam, app, path, when)
                    await nobody_asks(exam, when)


async def back(exam: Examination, app: App, path: str, when: str) -> None:
    """See an order answered, else no connection at all has come back; then all three lent."""
    try:
        async with exam.own_time.limit(PATIENCE):
            await app.expect(path, 200)
    except TimeoutError:
        raise Missed(f"{when}, GET {path} gets no answer: it waits for a connection, "
                     "and no guest is there who could have one.") from None  # fmt: skip
    await all_back(exam, app, when)
