"""A session left in a transaction: its connection is held, and its locks are."""

import asyncio
from collections import Counter
from typing import Any

from poollab.examiner.app import Answer, App
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well, stopped
from poollab.examiner.leaks.portions import PORTIONS, available, outside
from poollab.examiner.leaks.printing import two_alike, until
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE pid = ANY(%s) AND NOT granted"
Orders = list["asyncio.Task[Answer]"]


@task(4, "Right: whoever waits for the cook holds no transaction, no lock, no connection.")
async def idle_in_transaction(exam: Examination) -> None:
    """The request changes a row, then waits for something slow, then reads on."""
    await exam.db.query(PORTIONS)
    when = f"While {POOL} orders wait for the cook"
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app)
            numbers = two_alike(exam)
            await exam.db.query("UPDATE portions SET available = 1 WHERE number = %s", numbers[1])
            left = {number: await available(exam, number) for number in numbers}
            orders = await taken_at_once(exam, app, numbers)
            await asked_the_cook(exam, app, orders)
            with exam.check("nothing held while the cook is asked"):
                await outside(exam, when)
            with exam.check("each portion taken once"):
                await seen_by_all(exam, left, Counter(numbers))
        if stopped(exam):
            return
        with exam.part(2):
            with exam.check("nothing held while the cook is asked"):
                await all_back(exam, app, when, before)
            await exam.db.query("UPDATE portions SET available = available - 1")
            await app.expect("/bell", 200, method="POST")
            await cooked(exam, numbers, orders, left)
            with exam.check("three lent again"):
                await all_back(exam, app, "After the cooking", before)
                await outside(exam, "After the cooking")
            await one_more(exam, app, numbers[0])


async def taken_at_once(exam: Examination, app: App, numbers: list[int]) -> Orders:
    """Send orders, two of them for the same dish; let them take their portions all at once.

    Whoever has read how many there are has read before any of the others writes.
    """
    most, pids = 0, list(await exam.db.backends())
    async with exam.db.turnstile():
        orders = [app.visit(f"/orders/{number}/cook", method="POST") for number in numbers]
        over = exam.own_time.over()
        while most < len(numbers) and not over():
            [(waiting,)] = await exam.db.query(WAITING, pids)
            if waiting > most:  # the others come soon, or wait for those that came
                most, over = waiting, exam.own_time.over(OPENS)
            await asyncio.sleep(0.01)
    return orders


async def asked_the_cook(exam: Examination, app: App, orders: Orders) -> None:
    """See all orders wait for the bell, and none answered. Raises Missed."""
    try:
        await until(app, "/waiting", POOL, "Orders that wait for the bell")
    except Missed:
        await outside(exam, "While not all orders wait for the cook")
        raise
    with exam.check("answered after the bell"):
        if early := sum(order.done() for order in orders):
            raise Missed(f"Before the bell rings no order should be answered; seen {early}.")


async def seen_by_all(exam: Examination, left: dict[int, int], taken: Counter[int]) -> None:
    """See that others see the portions taken. Raises Missed."""
    for number, count in taken.items():
        if (seen := await available(exam, number)) != (right := left[number] - count):
            raise Missed(
                f"While {count} of the orders that wait for the cook are for number {number}, "
                f"everybody should see {right} portions; there were {left[number]}, seen {seen}."
            )


async def cooked(
    exam: Examination, numbers: list[int], orders: Orders, left: dict[int, int]
) -> None:
    """See the orders answered; meanwhile others have taken portions, too. Raises Missed."""
    answers = await asyncio.gather(*orders)
    with exam.check("the price with the answer"):
        for number, answer in zip(numbers, answers, strict=True):
            price = exam.orders[number]
            if answer.status != 200 or said(answer, "price") != price:
                raise Missed(f"POST /orders/{number}/cook: expected 200 with the price {price}, "
                             f"seen {answer.status} with {answer.body[:80]!r}.")  # fmt: skip
    with exam.check("each portion taken once"):
        for number, count in Counter(numbers).items():
            right = [left[number] - taken for taken in range(count, 0, -1)]
            mine = [one for n, one in zip(numbers, answers, strict=True) if n == number]
            if sorted(str(said(one, "available")) for one in mine) != sorted(map(str, right)):
                raise Missed(
                    f"POST /orders/{number}/cook, {count} at once of {left[number]} portions, "
                    f"while others take portions, too: expected available {right}, "
                    f"seen {' and '.join(one.body[:80] for one in mine)}."
                )


async def one_more(exam: Examination, app: App, number: int) -> None:
    """Order once more, at another price, when others have changed how many portions there are."""
    exam.orders[number] += 1000
    await exam.db.query("UPDATE examiner.orders SET price = price + 1000 WHERE number = %s", number)
    await exam.db.query("UPDATE portions SET available = 100 WHERE number = %s", number)
    order = app.visit(f"/orders/{number}/cook", method="POST")
    await cooked(exam, [number], [order], {number: 100})


def said(answer: Answer, key: str) -> Any:
    """Return what an answer says under a key; None if it says nothing."""
    value = answer.json()
    return value.get(key) if isinstance(value, dict) else None
