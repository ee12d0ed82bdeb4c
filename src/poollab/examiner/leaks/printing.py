"""Connections held for as long as a slow printer likes."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.examination import ORDERS, Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well, stopped
from poollab.examiner.leaks.requests import not_there
from poollab.examiner.looks import looks
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

SLOW = 20  # seconds, by the clock of the app's loop, until the bell rings


@task(4, "Right: the printer may take its time, and prints what holds by then.")
async def background(exam: Examination) -> None:
    """The work that is left behind waits for something slow."""
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app)
            numbers = two_alike(exam)
            await refused(exam, app, before)
            await ordered(exam, app, numbers)
            with exam.check("printed after the bell"):
                await until(app, "/waiting", POOL, "Receipts that wait for the bell")
                await app.expect("/printed", 200, [])
            with exam.check("three lent again"):
                await all_back(exam, app, f"While {POOL} receipts wait to be printed", before)
        if stopped(exam):
            return
        with exam.part(2):
            await reduced(exam, numbers)
            await app.forward(SLOW)
            await app.expect("/bell", 200, method="POST")
            with exam.check("printed after the bell"):
                lines = sorted(f"{number}: {exam.orders[number]}" for number in numbers)
                for what in ("Receipts printed", "Receipts printed, asked for once more"):
                    await until(app, "/printed", lines, f"{what}, each with its price of now")
            with exam.check("three lent again"):
                await all_back(exam, app, "After the printing", before)


def two_alike(exam: Examination) -> list[int]:
    """Draw orders that have been there from the beginning, two of them for the same number."""
    numbers = exam.draw.sample(sorted(exam.orders.keys() & range(ORDERS + 1)), POOL - 1)
    return [*numbers, numbers[0]]


async def refused(exam: Examination, app: App, before: set[int]) -> None:
    """See receipts refused for orders that are not there, and the connections come back."""
    with exam.check("404 for a missing order"):
        for number in not_there(exam):
            await app.expect(f"/orders/{number}/receipt", 404, method="POST")
    with exam.check("three lent again"):
        await all_back(exam, app, f"After {POOL} answers 404 to POST /orders/…/receipt", before)


async def ordered(exam: Examination, app: App, numbers: list[int]) -> None:
    """Order receipts, and see each of them promised."""
    paths = [f"/orders/{number}/receipt" for number in numbers]
    answers = [await app.ask(path, method="POST") for path in paths]
    with exam.check("202 for a receipt"):
        for number, path, answer in zip(numbers, paths, answers, strict=True):
            if (answer.status, answer.json()) != (202, right := {"receipt": number}):
                raise Missed(f"POST {path}: expected 202 with {right}, "
                             f"seen {answer.status} with {answer.body[:80]!r}.")  # fmt: skip


async def reduced(exam: Examination, numbers: list[int]) -> None:
    """Change the price of these orders."""
    for number in set(numbers):
        exam.orders[number] += 100
    await exam.db.query(
        "UPDATE examiner.orders SET price = price + 100 WHERE number = ANY(%s)", numbers
    )


async def until(app: App, path: str, value: object, what: str) -> None:
    """Ask until the answer is as expected; a list may come in any order."""
    for pause in looks():
        seen = (await app.expect(path, 200)).json()
        if isinstance(seen, list):
            seen = sorted(map(str, seen))
        if seen == value:
            return
        await asyncio.sleep(pause)
    raise Missed(f"{what}: expected {value!r}, seen {seen!s:.80}.")
