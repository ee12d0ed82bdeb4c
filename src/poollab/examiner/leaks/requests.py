"""Connections lost on the way out of a request."""

from collections.abc import Iterable
from typing import Any

from poollab.examiner.app import App
from poollab.examiner.examination import ORDERS, Examination
from poollab.examiner.leaks.pool import POOL, all_back, at_once, now_says, starts_well, stopped
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


def not_there(exam: Examination) -> list[int]:
    """Return numbers of orders that don't exist, one for each connection of the pool.

    One of them has been there.
    """
    gone = [number for number in range(1, ORDERS + 1) if number not in exam.orders]
    return exam.draw.sample(range(1000, 9999), POOL - len(gone)) + gone


def bill(exam: Examination) -> tuple[int, int, int]:
    """Draw an order, guests, and the price divided among them in whole euros.

    Rounded, or with what is behind the point, it would be another sum.
    """
    return exam.draw.choice([
        (number, guests, price // guests)
        for number, price in exam.orders.items() for guests in range(3, 9)
        if 2 * (price % guests) > guests
    ])  # fmt: skip


async def arrives(exam: Examination, app: App) -> None:
    """See an order answered that was not there when somebody asked for it before."""
    with exam.check("the price of an order"):
        number = exam.draw.randint(100_000, 999_999)
        await app.ask(f"/orders/{number}")
        exam.orders[number] = exam.draw.randint(5, 95)
        await exam.db.query(
            "INSERT INTO examiner.orders VALUES (%s, 'late', %s)", number, exam.orders[number]
        )
        await now_says(exam, app, number)


async def all_say(
    exam: Examination, app: App, paths: Iterable[str], status: int, value: Any = ...
) -> None:
    """See requests at once answered like one alone."""
    paths = list(paths)
    for path, answer in zip(paths, await at_once(exam, app, paths), strict=True):
        if answer.status != status or (value is not ... and answer.json() != value):
            said = f"status {status}" if value is ... else f"status {status} with {value}"
            raise Missed(f"{len(paths)} requests at once, GET {path}: expected {said}, "
                         f"seen {answer.status}, with {answer.body[:80]!r}.")  # fmt: skip


async def shared(exam: Examination, app: App, bread: int = 0) -> None:
    """See bills shared, one that leaves nothing to pay, and at once at another price."""
    number, guests, each = bill(exam)
    path = f"/orders/{number}/share?guests="
    await app.expect(f"{path}{guests}", 200, {"share": each + bread})
    await app.expect(f"{path}{exam.orders[number] + 1}", 200, {"share": bread})
    exam.orders[number] += 10 * guests
    await exam.db.query(
        "UPDATE examiner.orders SET price = %s WHERE number = %s", exam.orders[number], number
    )
    await all_say(exam, app, [f"{path}{guests}"] * POOL, 200, {"share": each + 10 + bread})


@task(3, "Right: whether the order is there or not, the connection comes back.")
async def early_return(exam: Examination) -> None:
    """The endpoint returns early for an order that is not there."""
    async with exam.app() as app:
        with exam.part(3):
            before = await starts_well(exam, app)
            paths = [f"/orders/{number}" for number in not_there(exam)]
            with exam.check("null for a missing order"):
                for path in paths:
                    await app.expect(path, 200, {"price": None})
            with exam.check("three lent again"):
                await all_back(exam, app, f"After {POOL} orders that are not there", before)
                with exam.check("null for a missing order"):
                    await all_say(exam, app, paths, 200, {"price": None})
                when = f"After {POOL} orders at once that are not there"
                await all_back(exam, app, when, before)
            await arrives(exam, app)


async def no_guests(exam: Examination, app: App, before: set[int]) -> None:
    """See the division by 0 fail, one by one and at once, and cost no connection."""
    paths = [f"/orders/{number}/share?guests=0" for number in exam.draw.sample(
        sorted(exam.orders), POOL)]  # fmt: skip
    with exam.check("status 500 for 0 guests"):
        for path in paths:
            await app.expect(path, 500)
    with exam.check("three lent again"):
        await all_back(exam, app, f"After {POOL} bills shared by 0 guests", before)
        with exam.check("status 500 for 0 guests"):
            await all_say(exam, app, paths, 500)
        await all_back(exam, app, f"After {POOL} bills at once shared by 0 guests", before)


@task(3, "Right: errors of the server and your own, the connection comes back from both.")
async def error(exam: Examination) -> None:
    """The query fails, or the code that works with its result."""
    async with exam.app() as app:
        with exam.part(1):
            before = await starts_well(exam, app)
            with exam.check("null for a missing order"):
                await app.expect(f"/orders/{not_there(exam)[0]}", 200, {"price": None})
            with exam.check("the share of a bill"):
                await shared(exam, app, bread=2)
            await no_guests(exam, app, before)
        if stopped(exam):
            return
        with exam.part(2):
            paths = [f"/orders/{number}/share?guests=3" for number in not_there(exam)]
            with exam.check("status 500 for a missing order"):
                for path in paths:
                    await app.expect(path, 500)
            with exam.check("three lent again"):
                when = f"After {POOL} bills for orders that are not there"
                await all_back(exam, app, when, before)


@task(3, "Right: an exception passes through the dependency, and the connection comes back.")
async def http_exception(exam: Examination) -> None:
    """The endpoint raises through its dependency."""
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app)
            with exam.check("404 for a missing order"):
                for number in not_there(exam):
                    await app.expect(f"/orders/{number}", 404, {"detail": f"no order {number}"})
            with exam.check("three lent again"):
                await all_back(exam, app, f"After {POOL} answers 404", before)
                missing = [f"/orders/{number}" for number in not_there(exam)]
                with exam.check("404 for a missing order"):
                    await all_say(exam, app, missing, 404)
                await all_back(exam, app, f"After {POOL} answers 404 at once", before)
            await arrives(exam, app)
        if stopped(exam):
            return
        with exam.part(1):
            with exam.check("the share of a bill"):
                await shared(exam, app)
            await no_guests(exam, app, before)
