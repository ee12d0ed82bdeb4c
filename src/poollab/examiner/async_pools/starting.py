"""A pool for the app's whole life, and a loop that is free."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.visits import (
    POOL,
    go,
    healthy,
    round_of_orders,
    stand,
    well_answered,
)
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

NAME = "bistro"
CROWD = 60
LONGER = 6  # seconds: so many answers take their time on a busy machine


@task(3, "Right: one pool for the app's whole life, and nothing left on the server at its end.")
async def lifespan(exam: Examination) -> None:
    """A pool that each request, or each of the first ones, opens anew."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            first = await round_of_orders(exam, app, "Right after the start")
            called = await exam.db.query(
                "SELECT DISTINCT application_name FROM pg_stat_activity WHERE pid = ANY(%s)",
                list(first),
            )
            second = await round_of_orders(exam, app, "In the second round")
            if new := second - first:
                raise Missed(
                    f"In the second round, expected the {POOL} backends of the first, "
                    f"seen {len(new)} new. When is a connection opened, and when closed?"
                )
            if called != [(NAME,)]:
                names = ", ".join(repr(name) for (name,) in called)
                raise Missed(f"Connections that call themselves: expected {NAME!r}, seen {names}.")
        if exam.points:
            with exam.part(1):
                await app.end()
                await nobody(exam)


async def nobody(exam: Examination) -> None:
    """See that the answer has no backend left. Raises Missed."""
    over = exam.own_time.over()
    while left := await exam.db.backends():
        if over():
            raise Missed(f"After the app's end, backends: expected none, seen {len(left)}.")
        await asyncio.sleep(0.01)


@task(3, "Right: whatever waits for the database, the loop does not.")
async def off_the_loop(exam: Examination) -> None:
    """A sync engine in an async def."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await held(exam, app, 0, f"While {POOL} queries are held in the database")
        if exam.points:
            with exam.part(1):
                await held(exam, app, CROWD, f"While {CROWD} requests more wait for a connection")


async def held(exam: Examination, app: App, more: int, when: str) -> None:
    """See that ``/health`` is answered while all connections are out. Raises Missed."""
    numbers = [exam.draw.choice(sorted(exam.orders)) for _ in range(POOL + more)]
    paths = [f"/orders/{number}" for number in numbers]
    async with exam.db.turnstile():
        visits = await go(app, paths[:POOL])
        await stand(
            exam,
            POOL,
            f"Queries of {POOL} requests at once in the database",
            visits,
            "What keeps the others from coming so far: who waits, and in which thread?",
        )
        visits += await app.crowd(paths[POOL:])
        await healthy(exam, app, when)
    prices = [exam.orders[number] for number in numbers]
    what = f"After {len(numbers)} requests at once"
    await well_answered(exam, visits, prices, what, LONGER)
