"""Work that is cancelled."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import MORE, POOL, Visit, state, three
from poollab.examiner.async_pools.payments import (
    PAYMENTS,
    HalfDone,
    half_done,
    only,
    paid,
    till,
    unpaid,
)
from poollab.examiner.async_pools.visits import answers, go, goes_on, well_answered
from poollab.examiner.examination import Examination
from poollab.examiner.looks import looks, pauses
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

SAID = {"detail": "pay() ended as cancelled"}


@task(4, "Right: however the work ends, the connection comes back, and nothing half done stays.")
async def cancelled(exam: Examination) -> None:
    """A cancellation that the handling of errors does not see."""
    await exam.db.query(PAYMENTS)
    async with exam.app() as app:
        with exam.part(2):
            kept = await paid(exam, app, "Right after the start", more=MORE)
            half = await stopped(exam, app)
            with exam.check("three lent again"):
                kept += await paid(exam, app, f"After {POOL} payments cancelled in mid-query")
        if goes_on(exam):
            with exam.part(1):
                await only(exam, kept)
                with exam.check("one transaction, the row first"):
                    half.amiss()
            with exam.part(1), exam.check("three lent again"):
                await waiter(exam, app)
                await paid(exam, app, "After a payment that was cancelled as it waited")
                await broken_off(exam, app)
                await paid(exam, app, f"After {POOL} payments whose query the server broke off")


async def stopped(exam: Examination, app: App) -> HalfDone:
    """Cancel payments in mid-query; see that they end, on the server too. Raises Missed.

    Returns what they had done by then.
    """
    numbers = await unpaid(exam, POOL)
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        what = f"Queries of {POOL} payments at once in the database"
        half = await half_done(exam, numbers, await three(exam, visits, what))
        await cancel(app, numbers)
        with exam.check("ends as cancelled"):
            await told(exam, visits, "Payments cancelled in mid-query")
        with exam.check("nothing of them on the server"):
            await quiet(exam)
    return half


async def cancel(app: App, numbers: list[int]) -> None:
    """Cancel payments that are under way. Raises Missed when they are not."""
    for number in numbers:
        for pause in looks():
            if (await app.expect(f"/pay/{number}", 200, method="DELETE")).json() is True:
                break
            await asyncio.sleep(pause)
        else:
            raise Missed(f"DELETE /pay/{number}: expected a payment under way, seen none.")


async def told(exam: Examination, visits: list[Visit], what: str) -> None:
    """See that who paid is told of the cancellation. Raises Missed."""
    for answer in await answers(exam, visits, what):
        if answer.status != 409 or answer.json() != SAID:
            raise Missed(
                f"{what}: expected status 409 and {SAID}, as the till answers when pay() ends "
                f"cancelled, seen {answer.status}: {answer.body[:80]!r}."
            )


async def quiet(exam: Examination) -> None:
    """See that no query of a cancelled payment runs on, and no transaction. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while {state for state, _ in (await exam.db.backends()).values()} - {"idle"}:
        if over():
            raise Missed(
                "After the cancellation, your connections: expected idle ones, "
                f"seen {await state(exam)}."
            )
        await asyncio.sleep(next(pause))


async def waiter(exam: Examination, app: App) -> None:
    """Cancel a payment that waits for a connection, as all are out. Raises Missed."""
    *numbers, late = await unpaid(exam, POOL + 1)
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        await three(exam, visits, f"Queries of {POOL} payments at once in the database")
        waiting = await go(app, till([late]), "POST")
        for _ in range(2):  # its loop has gone round when this is answered: the payment has begun
            await app.ask("/nowhere")
        await cancel(app, [late])
        with exam.check("ends as cancelled"):
            await told(exam, waiting, "A payment cancelled as it waited for a connection")
    prices = [exam.orders[number] for number in numbers]
    with exam.check("the price"):
        await well_answered(exam, visits, prices, "The payments that were not cancelled")


async def broken_off(exam: Examination, app: App) -> None:
    """Let the server break off the queries of payments. Raises Missed."""
    numbers = await unpaid(exam, POOL)
    what = f"{POOL} payments whose query the server breaks off"
    async with exam.db.turnstile():
        visits = await go(app, till(numbers), "POST")
        for pid in await three(exam, visits, f"{what}: queries in the database"):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
        found = await answers(exam, visits, what)
    with exam.check("500 for a query that is broken off"):
        for answer in found:
            if answer.status != 500:
                raise Missed(f"{what}: expected status 500, seen {answer.status}.")
