"""Connections that die, when nobody uses them and in mid-query."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.visits import (
    POOL,
    Visit,
    answers,
    go,
    round_of_orders,
    some,
    stand,
    well_answered,
)
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


@task(4, "Right: the server may end every connection, and no reader notices.")
async def recover(exam: Examination) -> None:
    """A pool that lends dead connections; a query that dies with its connection."""
    async with exam.app() as app:
        with exam.part(2):
            first = await round_of_orders(exam, app, "Right after the start")
            second = await round_of_orders(exam, app, "In the second round")
            if new := second - first:
                raise Missed(
                    f"In the second round, expected the {POOL} backends of the first, "
                    f"seen {len(new)} new. Is it a pool?"
                )
            await killed_idle(exam, app)
            await reads(exam, app)
        if exam.points:
            with exam.part(1):
                await once(exam, app)
        if exam.points > 2:
            with exam.part(1):
                await twice(exam, app)
                await no_right(exam, app)


async def killed_idle(exam: Examination, app: App) -> None:
    """End all connections while nobody uses them; return when the app has been told."""
    before = exam.connections()
    await exam.db.kill()
    over = exam.own_time.over()
    # a proxy between, such as Docker's, passes their end on when it comes to it
    while before & exam.connections() and not over():
        await asyncio.sleep(0.01)
    # whoever answers this has been told by now: one loop hears of all its sockets
    await app.ask("/nowhere")


async def reads(exam: Examination, app: App) -> None:
    """See that requests after the death of all idle connections succeed. Raises Missed."""
    numbers = some(exam, 2 * POOL)
    paths = [f"/orders/{number}" for number in numbers]
    what = f"After all your {POOL} connections were ended while idle"
    visits = await go(app, paths[:POOL])
    found = await answers(exam, visits, what)
    for path in paths[POOL:]:
        found += await answers(exam, await go(app, [path]), what)
    failed = [answer.status for answer in found if answer.status != 200]
    if failed:
        raise Missed(
            f"{what}, of {len(found)} requests: expected 0 failures, seen {len(failed)} "
            f"(status {failed[0]})."
        )
    await round_of_orders(exam, app, what)


async def once(exam: Examination, app: App) -> None:
    """End every connection in mid-query; see that the requests succeed. Raises Missed."""
    numbers = some(exam, POOL)
    async with exam.db.turnstile():
        visits = await struck(exam, app, numbers)
    prices = [exam.orders[number] for number in numbers]
    await well_answered(exam, visits, prices, "After connections that were ended in mid-query")


async def struck(exam: Examination, app: App, numbers: list[int]) -> list[Visit]:
    """Ask for orders, end their connections in mid-query, wait for the second try."""
    visits = await go(app, [f"/orders/{number}" for number in numbers])
    await stand(exam, POOL, f"Queries of {POOL} requests at once in the database", visits)
    await exam.db.kill()
    what = f"After {POOL} connections were ended in mid-query, queries tried again"
    await stand(exam, POOL, what, visits)
    return visits


async def twice(exam: Examination, app: App) -> None:
    """End every connection twice; see that the requests give up, with 503. Raises Missed."""
    async with exam.db.turnstile():
        visits = await struck(exam, app, some(exam, POOL))
        await exam.db.kill()
        what = "Requests whose second try died, too"
        over = exam.own_time.over()
        while not all(visit.done() for visit in visits) and not over():
            if again := await exam.db.blocked():
                raise Missed(f"{what}: expected no third try, seen {len(again)}.")
            await asyncio.sleep(0.01)
        for answer in await answers(exam, visits, what):
            if answer.status != 503:
                raise Missed(f"{what}: expected status 503, seen {answer.status}.")
    await round_of_orders(exam, app, "After requests that were given up")


async def no_right(exam: Examination, app: App) -> None:
    """Let a query fail on a connection that is well: that is no 503. Raises Missed."""
    await exam.db.query("REVOKE SELECT ON orders FROM public")
    answer = await app.ask(f"/orders/{some(exam, 1)[0]}")
    if answer.status != 500:
        raise Missed(
            "A query that fails on a healthy connection (here its right to read was taken away): "
            f"expected status 500, seen {answer.status}. Which errors tell of a lost connection?"
        )
