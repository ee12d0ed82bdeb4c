"""Connections held for as long as a slow reader likes."""

import asyncio

from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.leaks.pool import POOL, all_back, at_most, starts_well, stopped
from poollab.examiner.leaks.reading import finish, readers
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

PAGE = 1_000_000  # bytes: forty of them are more than the sockets between us can hold
MUCH = 60 * PAGE  # much less than what the guests have not read yet, much more than one page each
REST = 20  # seconds, by the clock of the app's loop, that a guest does not read
FEW = 4  # pages of a menu that is read a second time


def page(number: int, dish: str, price: int) -> bytes:
    """Return one page of the menu, as the notebook makes it."""
    return f"{number} {dish} {price}\n".encode().ljust(PAGE, b".")


async def menu(exam: Examination) -> list[bytes]:
    """Return all pages of the menu as it is now."""
    rows = await exam.db.query("SELECT * FROM examiner.orders ORDER BY number")
    return [page(number, dish, price) for number, dish, price in rows]


@task(4, "Right: however slowly a guest reads, the pool has its connections.")
async def stream(exam: Examination) -> None:
    """The guests read a long stream slowly."""
    async with exam.app() as app:
        before = await starts_well(exam, app)
        await one_more(exam)
        pages, made = await menu(exam), exam.memory() + exam.written()
        when = f"While {POOL + 1} guests read slowly"
        async with readers(exam, app, POOL + 1, pages[0]) as (guest, *_):
            with exam.part(2):
                await at_most(exam, when)
                with exam.check("three lent while guests read"):
                    await all_back(exam, app, when, before)
            if stopped(exam):
                return
            with exam.part(1):
                with exam.check("pages made as they are sent"):
                    await not_before(exam, made, when)
                await app.forward(REST)
                guest.where = f"GET /menu, read on after {REST} s"
                await finish(exam, guest, pages)
            await exam.db.allow(-1)  # who leaves may cut off a query, and with it a connection
        if stopped(exam, "What comes after guests who left"):
            return
        with exam.part(1):
            await all_back(exam, app, "After guests who left in the middle")
            await eaten(exam)
            pages = await menu(exam)
            async with readers(exam, app, 1, pages[0]) as (guest,):
                await finish(exam, guest, pages)


async def not_before(exam: Examination, made: int, when: str) -> None:
    """See for a while that the app does not hold the pages before it sends them. Raises Missed."""
    over = exam.own_time.over(OPENS)
    while not over():
        if (more := exam.memory() + exam.written() - made) > MUCH:
            raise Missed(
                f"{when} and have the first page each, your app has put {more // PAGE} MB more "
                "than before into memory or files. How many pages are made before they are sent?"
            )
        await asyncio.sleep(0.02)


async def one_more(exam: Examination) -> None:
    """Add an order to the forty."""
    number = exam.draw.randint(1000, 9999)
    exam.orders[number] = exam.draw.randint(5, 95)
    await exam.db.query(
        "INSERT INTO examiner.orders VALUES (%s, 'one more', %s)", number, exam.orders[number]
    )


async def eaten(exam: Examination) -> None:
    """Take all but a few orders from the table, and make these dearer."""
    few = exam.draw.sample(sorted(exam.orders), FEW)
    exam.orders = {number: exam.orders[number] + 1 for number in few}
    await exam.db.query("DELETE FROM examiner.orders WHERE number <> ALL(%s)", few)
    await exam.db.query("UPDATE examiner.orders SET price = price + 1")
