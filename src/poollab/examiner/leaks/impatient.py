"""Requests that say how long they wait for their price."""

import asyncio

from poollab.examiner.app import Answer, App
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.leaks.pool import POOL
from poollab.examiner.looks import pauses
from poollab.examiner.verdict import Missed

SHORT = (0.5, 2)  # seconds of patience; the second for a machine that is very busy
LENDING = (30, 30, 0.6)  # of those who get a connection at once
WAITING = (0.8, 0.3, 1.1)  # of those who wait; the first gets one after 0.6 seconds
"""By then, whoever gave the first a new patience with the connection would answer it after 1.4."""

Visits = list[asyncio.Task[Answer]]


async def too_late(exam: Examination, app: App, path: str) -> None:
    """Have as many queries cancelled, while they run, as the pool has connections."""
    most = 0
    for patience in SHORT:
        if most < POOL:
            async with exam.db.turnstile():
                most = await cut_off(exam, app, f"{path}{patience}")
    if most < POOL:
        raise Missed(f"{POOL} requests to {path}{patience} at once should ask the database at "
                     f"once; seen there: {most}.")  # fmt: skip


async def cut_off(exam: Examination, app: App, path: str) -> int:
    """Ask while no price comes, and see 504; return how many have been seen to ask at once."""
    visits = [asyncio.create_task(app.ask(path)) for _ in range(POOL)]
    most = 0
    try:
        while not all(visit.done() for visit in visits):
            most = max(most, len(await exam.db.blocked()))
            await asyncio.sleep(0.01)
    finally:
        for visit in visits:
            visit.cancel()
    with exam.check("504 when it is late"):
        given_up(await asyncio.gather(*visits), path)
    with exam.check("three at most"):
        if most > POOL:
            raise Missed(f"{POOL} requests to {path}: expected {POOL} connections at most, "
                         f"seen {most}.")  # fmt: skip
    with exam.check("the query ends with the patience"):
        await none_asks(exam, f"After {POOL} answers 504 to GET {path}")
    return most


def given_up(answers: list[Answer], path: str) -> None:
    """See that these were told that it is late. Raises Missed."""
    for answer in answers:
        if answer.status != 504:
            raise Missed(
                f"GET {path}, and no price in that time: expected status 504, "
                f"seen {answer.status}, with {answer.body[:80]!r}."
            )


async def none_asks(exam: Examination, when: str) -> None:
    """See that no query is left that waits on the server. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while asking := len(await exam.db.blocked()):
        if over():
            raise Missed(f"{when}, queries that still run on the server, each on a connection: "
                         f"expected 0, seen {asking}.")  # fmt: skip
        await asyncio.sleep(next(pause))


async def patient(exam: Examination, app: App, path: str, price: int) -> None:
    """See that patience is what the request says, also of those who wait for a connection."""
    for scale in (1, 4):  # the second for a machine that is very busy
        asked, waiting = Visits(), Visits()
        async with exam.db.turnstile():
            asked += [app.visit(f"{path}{patience * scale:g}") for patience in LENDING]
            if in_time := scale > 1 or await all_stand(exam, asked):
                await exam.stand(POOL, f"Requests to {path}… that ask the database", asked)
                waiting += [app.visit(f"{path}{patience * scale:g}") for patience in WAITING]
                in_time = await in_their_time(exam, asked, waiting, path)
                told = [visit.result() for visit in (*asked[2:], *waiting) if visit.done()]
        await asyncio.gather(*asked)
        if in_time:
            break
        await exam.own_time.wait(waiting)
    with exam.check("504 when it is late"):
        given_up(told, f"{path}…, some of which wait for a connection")
    with exam.check("waiting for a connection counts"):
        if not in_time:
            raise Missed(f"GET {path}…, and all connections are lent: of {len(waiting)} requests "
                         "that wait for one not all have an answer when their patience "
                         "is over.")  # fmt: skip
    for answer in await asyncio.gather(*asked[:-1]):
        seen = f"seen {answer.status}, with {answer.body[:80]!r}."
        with exam.check("as patient as asked"):
            if answer.status != 200:
                raise Missed(f"GET {path}30, while others with less patience come and go: "
                             f"expected status 200, {seen}")  # fmt: skip
        with exam.check("the price in time"):
            if answer.status == 200 and answer.json() != {"price": price}:
                raise Missed(f"GET {path}30: expected the price {price}, {seen}")


async def all_stand(exam: Examination, visits: Visits) -> bool:
    """Return whether all ask the database before the first is answered."""
    over = exam.own_time.over()
    while not over() and not any(visit.done() for visit in visits):
        if len(await exam.db.blocked()) >= len(visits):
            return True
        await asyncio.sleep(0.01)
    return False


async def in_their_time(exam: Examination, asked: Visits, waiting: Visits, path: str) -> bool:
    """Return whether those with less patience are answered when it is over; the others are not.

    Of those who wait only the first gets a connection, if any. It has to be answered before the
    last, who has a little more patience, and the second before it. Raises Missed.
    """
    first, second, last = waiting
    over = exam.own_time.over()
    while not (first.done() or last.done() or over()):
        await asyncio.sleep(0.01)
    in_time = first.done() and second.done()
    in_time = await exam.own_time.wait([last]) and in_time
    await still_wait(exam, asked[:-1], f"{path}30")
    return in_time


async def still_wait(exam: Examination, visits: Visits, path: str) -> None:
    """See that none of these is answered yet, nor soon. Raises Missed."""
    over = exam.own_time.over(OPENS)
    while not over():
        with exam.check("as patient as asked"):
            if early := [visit.result() for visit in visits if visit.done()]:
                raise Missed(f"GET {path} is answered {early[0].status} as early as "
                             "others with less patience, before its price has come.")  # fmt: skip
        await asyncio.sleep(0.01)
