"""A monitor of a service whose source nobody sees."""

import asyncio

from poollab.examiner.app import HELD_BACK, App
from poollab.examiner.examination import Examination
from poollab.examiner.leaks.eating import Restaurant
from poollab.examiner.leaks.pool import stopped
from poollab.examiner.tasks import task

OVER = ("good", "good and fails", "good", "loses", "loses and fails", "loses and raises",
        "loses and is cancelled", "loses one of two", "loses two")  # fmt: skip
PLACES = 8  # of the pool
WORKING = "Slow visits that have borrowed and ask the database"


@task(5, "Right: your monitor names the culprits, and accuses nobody who is still at work.")
async def monitor(exam: Examination) -> None:
    """Some paths lose connections, some hold them for long, some fail honestly."""
    place = Restaurant(exam)
    await place.open()
    async with exam.app() as app:
        with exam.part(2):
            place.serve(app)
            with exam.check("lost when all are over"):
                await place.reported("Before anybody came")
            await all_over(exam, app, place)
    if stopped(exam):
        return
    async with exam.app() as app:
        with exam.part(3):
            place.serve(app)
            await crowded(exam, place)
            with exam.check("lost while some work"):
                await place.reported("When the slow ones were over, too")


async def all_over(exam: Examination, app: App, place: Restaurant) -> None:
    """Visit one after another, until the whole pool is lost. Raises Missed."""
    for way in exam.draw.sample(OVER, len(OVER)):
        await place.visit(way, "POST" if way == "loses" else "GET")
    await place.visit("good, asks for more in vain")
    with exam.check("the restaurant's answer unchanged"):
        await app.expect("/lost/17", 404, {"detail": "not on the menu"})
    with exam.check("lost when all are over"):
        await place.reported(f"After {len(OVER) + 2} visits, when all of them were over")
    await place.visit("loses")
    with exam.check("lost when all are over"):
        await place.reported(f"When all {PLACES} connections were lost")


async def crowded(exam: Examination, place: Restaurant) -> None:
    """Visits that last, beside others that lose. Raises Missed."""
    slow: list[asyncio.Task[None]] = []

    def begin(way: str) -> None:
        slow.append(asyncio.create_task(place.visit(way, within=HELD_BACK)))

    await place.visit("loses the second")
    try:
        async with exam.db.turnstile():
            begin("loses the second")
            await exam.stand(1, WORKING)
            await place.visit("good, washes up later")
            await exam.stand(2, WORKING)
            with exam.check("lost while some work"):
                await place.reported("While two visits still work with their connections")
            await others_lose(exam, place)
            for _ in range(4):
                begin("good and slow")
            await full(exam, place)
        await asyncio.gather(*slow)
    finally:
        for visit in slow:
            visit.cancel()
        await asyncio.gather(*slow, return_exceptions=True)


async def others_lose(exam: Examination, place: Restaurant) -> None:
    """Visit others meanwhile, two of them at once, and one that gives back after its end."""
    path = place.paths["good, washes up after the end"]
    await place.visit("good")
    await asyncio.gather(place.visit("loses"), place.visit("loses"))
    await place.visit("good, washes up after the end")
    await exam.stand(3, WORKING)
    with exam.check("lost while some work"):
        place.lost[path] += 1
        await place.reported("While two visits work, two have lost one each, and of one that is "
                             "over something still works with its connection")  # fmt: skip
    del place.lost[path]


async def full(exam: Examination, place: Restaurant) -> None:
    """See all of the pool at work or lost, and that those who wait are not accused."""
    path = place.paths["good, washes up after the end"]
    working = PLACES - sum(place.lost.values())
    with exam.check("a pool of eight"):
        await exam.stand(working, f"{WORKING}, with {PLACES - working} lost of {PLACES}")
        await exam.no_more(working, f"While two more visits wait, with {PLACES - working} lost")
    with exam.check("lost while some work"):
        place.lost[path] += 1
        await place.reported("While two more visits wait for a connection")
    del place.lost[path]
