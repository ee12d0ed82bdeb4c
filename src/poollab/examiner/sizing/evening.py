"""An evening at a service: size, overflow and timeout, judged by who was served and who was not."""

import asyncio
import time
from collections import Counter

from poollab.examiner.app import Answer, App
from poollab.examiner.database import PATIENCE
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

KEPT, AT_MOST = 4, 7
RUSH, LASTS = 30, 0.5  # guests who come at once; for how long nobody is done, in seconds
TOO_MANY = 3  # come when all connections are out, and stay out
Visits = list["asyncio.Task[Answer]"]


@task(7, "Right: four stay, seven serve a rush, thirty come through, and three hear the truth.")
async def service(exam: Examination) -> None:
    """A rush, the quiet after it, and a jam."""
    numbers = [exam.draw.choice(list(exam.orders)) for _ in range(RUSH + AT_MOST + TOO_MANY)]
    async with exam.app() as app:
        with exam.part(3):
            await rush(exam, app, numbers[:RUSH])
        with exam.part(2):
            await quiet(exam)
        if not exam.missed:
            with exam.part(2):
                await jam(exam, app, numbers[RUSH:])


def visit(app: App, numbers: list[int]) -> Visits:
    """Ask for orders, all at once."""
    return [asyncio.create_task(app.ask(f"/orders/{number}")) for number in numbers]


def statuses(visits: Visits) -> dict[int, int]:
    """Count the answers that are there, by status."""
    return dict(Counter(one.result().status for one in visits if one.done()))


async def served(exam: Examination, visits: Visits, numbers: list[int], when: str) -> None:
    """See that all get 200 and the price. Raises Missed."""
    await asyncio.gather(*visits)
    if (seen := statuses(visits)) != {200: len(visits)}:
        raise Missed(f"{when}: expected {len(visits)} answers of status 200, seen {seen}.")
    for one, number in zip(visits, numbers, strict=True):
        if one.result().json() != exam.orders[number]:
            body = one.result().body[:40]
            raise Missed(f"/orders/{number}: expected {exam.orders[number]}, seen {body}.")


async def stand(exam: Examination, visits: Visits, when: str) -> None:
    """Wait until as many as may be are served at once.

    Raises Missed when they do not come, or when somebody is sent away first.
    """
    deadline = time.monotonic() + PATIENCE
    while (number := len(await exam.db.blocked())) < AT_MOST:
        if time.monotonic() > deadline or statuses(visits):
            raise Missed(
                f"{when}: expected {AT_MOST} served at once, the others waiting; seen {number} "
                f"served at once, and answers by status, before anybody was done: "
                f"{statuses(visits) or 'none'}."
            )
        await asyncio.sleep(0.01)


async def rush(exam: Examination, app: App, numbers: list[int]) -> None:
    """All come at once; for a while nobody is done, then all go through. Raises Missed."""
    when = f"In a rush of {RUSH}"
    async with exam.db.turnstile():
        visits = visit(app, numbers)
        try:
            await stand(exam, visits, when)
            await asyncio.wait(visits, timeout=LASTS, return_when=asyncio.FIRST_COMPLETED)
            at_once, there = len(await exam.db.blocked()), len(await exam.db.backends())
            if max(at_once, there) > AT_MOST:
                raise Missed(
                    f"{when}: the server has room for {AT_MOST} connections of this worker, seen "
                    f"{max(at_once, there)}. What do size and overflow come to together?"
                )
            if early := statuses(visits):
                raise Missed(
                    f"{when}, which lasts for {LASTS} s: expected that those who find no "
                    f"connection wait, seen answers by status {early} before it was over."
                )
        except Missed:
            for one in visits:
                one.cancel()
            await asyncio.gather(*visits, return_exceptions=True)
            raise
    await served(exam, visits, numbers, f"{when}, after it was over")


async def quiet(exam: Examination) -> None:
    """See how many connections stay open when the rush is over. Raises Missed."""
    for _ in range(int(PATIENCE / 0.05)):
        there = await exam.db.backends()
        if len(there) == KEPT and all(state == "idle" for state, _ in there.values()):
            return
        await asyncio.sleep(0.05)
    raise Missed(
        f"When the rush is over: expected {KEPT} connections that stay open, seen {len(there)}. "
        "Which setting says how many are kept?"
    )


async def jam(exam: Examination, app: App, numbers: list[int]) -> None:
    """As many come as may be, and some more, and it does not go on. Raises Missed."""
    when = "When all connections are out, and stay out"
    async with exam.db.turnstile():
        visits = visit(app, numbers[:AT_MOST])
        try:
            await stand(exam, visits, when)
            more = visit(app, numbers[AT_MOST:])
            visits += more
            await asyncio.wait(more, timeout=PATIENCE)
            if (seen := statuses(more)) != {503: TOO_MANY}:
                raise Missed(
                    f"{when}: {TOO_MANY} more come. Expected {TOO_MANY} answers of status 503 "
                    f"before {PATIENCE} s are over, seen {seen or 'none at all'}. "
                    "How long may they wait?"
                )
        except Missed:
            for one in visits:
                one.cancel()
            await asyncio.gather(*visits, return_exceptions=True)
            raise
    await served(exam, visits[:AT_MOST], numbers[:AT_MOST], "When it goes on")
