"""Connections held for as long as a slow printer likes."""

import asyncio

from poollab.examiner.app import LOOKS, PAUSE, App
from poollab.examiner.examination import Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


@task(4, "Right: the printer may take its time, and prints what holds by then.")
async def background(exam: Examination) -> None:
    """The work that is left behind waits for something slow."""
    numbers = exam.draw.sample(sorted(exam.orders), POOL)
    async with exam.app() as app:
        with exam.part(2):
            before = await starts_well(exam, app)
            await app.expect("/orders/999/receipt", 404, method="POST")
            for number in numbers:
                await app.expect(
                    f"/orders/{number}/receipt", 202, {"receipt": number}, method="POST"
                )
            await until(app, "/waiting", POOL, "Receipts that wait for the bell")
            await all_back(exam, app, f"While {POOL} receipts wait to be printed", before)
        if exam.missed:
            return
        with exam.part(2):
            await app.expect("/printed", 200, [])
            await exam.db.query(
                "UPDATE examiner.orders SET price = price + 100 WHERE number = ANY(%s)", numbers
            )
            await app.expect("/bell", 200, method="POST")
            lines = sorted(f"{number}: {exam.orders[number] + 100}" for number in numbers)
            await until(app, "/printed", lines, "Receipts printed, each with its price of now")
            await all_back(exam, app, "After the printing", before)


async def until(app: App, path: str, value: object, what: str) -> None:
    """Ask until the answer is as expected; a list may come in any order."""
    for _ in range(LOOKS):
        seen = (await app.expect(path, 200)).json()
        if isinstance(seen, list):
            seen = sorted(map(str, seen))
        if seen == value:
            return
        await asyncio.sleep(PAUSE)
    raise Missed(f"{what}: expected {value!r}, seen {seen!s:.80}.")
