"""Work that is cancelled."""

import asyncio
import time

from poollab.examiner.app import App
from poollab.examiner.async_pools.visits import (
    POOL,
    Visit,
    answers,
    go,
    some,
    stand,
    state,
    well_answered,
)
from poollab.examiner.database import PATIENCE
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

PAYMENTS = """
    CREATE TABLE public.payments (number int PRIMARY KEY);
    GRANT ALL ON public.payments TO public;
"""


def till(numbers: list[int]) -> list[str]:
    """Return the paths of payments."""
    return [f"/pay/{number}" for number in numbers]


@task(4, "Right: however the work ends, the connection comes back, and nothing half done stays.")
async def cancelled(exam: Examination) -> None:
    """A cancellation that the handling of errors does not see."""
    await exam.db.query(PAYMENTS)
    gone, kept = some(exam, POOL), []
    async with exam.app() as app:
        with exam.part(2):
            await stopped(exam, app, gone)
            kept += await paid(exam, app, f"After {POOL} payments cancelled in mid-query")
        if exam.points:
            with exam.part(1):
                await only(exam, kept)
            with exam.part(1):
                await waiter(exam, app)
                await paid(exam, app, "After a payment that was cancelled as it waited")


async def stopped(exam: Examination, app: App, numbers: list[int]) -> None:
    """Cancel payments in mid-query; see that they end, on the server too. Raises Missed."""
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        await stand(exam, POOL, f"Queries of {POOL} payments at once in the database", visits)
        await cancel(app, numbers)
        await told(exam, visits, "Payments cancelled in mid-query")
        await quiet(exam)


async def cancel(app: App, numbers: list[int]) -> None:
    """Cancel payments that are under way. Raises Missed when they are not."""
    for number in numbers:
        deadline = time.monotonic() + PATIENCE
        while (await app.expect(f"/pay/{number}", 200, method="DELETE")).json() is not True:
            if time.monotonic() > deadline:
                raise Missed(f"DELETE /pay/{number}: expected a payment under way, seen none.")
            await asyncio.sleep(0.01)


async def told(exam: Examination, visits: list[Visit], what: str) -> None:
    """See that who paid is told of the cancellation. Raises Missed."""
    for answer in await answers(exam, visits, what):
        if answer.status != 409:
            raise Missed(
                f"{what}: expected status 409, as the till answers when pay() ends cancelled, "
                f"seen {answer.status}: {answer.body[:80]!r}."
            )


async def quiet(exam: Examination) -> None:
    """See that no query of a cancelled payment runs on, and no transaction. Raises Missed."""
    deadline = time.monotonic() + PATIENCE
    while {state for state, _ in (await exam.db.backends()).values()} - {"idle"}:
        if time.monotonic() > deadline:
            raise Missed(
                "After the cancellation, your connections: expected idle ones, "
                f"seen {await state(exam)}."
            )
        await asyncio.sleep(0.01)


async def paid(exam: Examination, app: App, when: str) -> list[int]:
    """See that as many payments as there are connections are made at once. Raises Missed."""
    done = {number for (number,) in await exam.db.query("SELECT number FROM payments")}
    numbers = exam.draw.sample(sorted(exam.orders.keys() - done), POOL)
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        await stand(
            exam,
            POOL,
            f"{when}, connections that the pool can still lend",
            visits,
            "By which way out of pay() does a connection not come back?",
        )
    await well_answered(exam, visits, [exam.orders[number] for number in numbers], when)
    return numbers


async def only(exam: Examination, kept: list[int]) -> None:
    """See that there are these payments, and no others. Raises Missed."""
    rows = {number for (number,) in await exam.db.query("SELECT number FROM payments")}
    if lost := set(kept) - rows:
        raise Missed(
            f"Rows of {len(kept)} finished payments in the table: expected {len(kept)}, "
            f"seen {len(kept) - len(lost)}."
        )
    if more := rows - set(kept):
        raise Missed(f"Rows of cancelled payments in the table: expected 0, seen {len(more)}.")


async def waiter(exam: Examination, app: App) -> None:
    """Cancel a payment that waits for a connection, as all are out. Raises Missed."""
    done = {number for (number,) in await exam.db.query("SELECT number FROM payments")}
    *numbers, late = exam.draw.sample(sorted(exam.orders.keys() - done), POOL + 1)
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        await stand(exam, POOL, f"Queries of {POOL} payments at once in the database", visits)
        waiting = await go(app, till([late]), "POST")
        await cancel(app, [late])
        await told(exam, waiting, "A payment cancelled as it waited for a connection")
    prices = [exam.orders[number] for number in numbers]
    await well_answered(exam, visits, prices, "The payments that were not cancelled")
