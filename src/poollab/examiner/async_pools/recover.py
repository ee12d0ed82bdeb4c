"""Connections that die, when nobody uses them and in mid-query."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import MORE, POOL, Visit, same, stand, three
from poollab.examiner.async_pools.healthy import healthy_error
from poollab.examiner.async_pools.visits import (
    answers,
    go,
    goes_on,
    paths,
    round_of_orders,
    some,
    well_answered,
)
from poollab.examiner.examination import Examination
from poollab.examiner.looks import pauses
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed


@task(4, "Right: the server may end every connection, and no reader notices.")
async def recover(exam: Examination) -> None:
    """A pool that lends dead connections; a query that dies with its connection."""
    async with exam.app() as app:
        with exam.part(2):
            first = await round_of_orders(exam, app, "Right after the start", more=MORE)
            second = await round_of_orders(exam, app, "In the second round")
            with exam.check("the same backends"):
                same(first, second, "Is it a pool?")
            await killed_idle(exam, app)
            with exam.check("none fails after death while idle"):
                await reads(exam, app)
        if goes_on(exam):
            with exam.part(1), exam.check("one more try"):
                await once(exam, app)
        if goes_on(exam, 2):
            with exam.part(1):
                await twice(exam, app)
                await well_again(exam, app, "After requests that were given up")
                await healthy_error(exam, app)
                await well_again(exam, app, "After errors on healthy connections")


def asked_before(exam: Examination) -> list[int]:
    """Return orders of ``round_of_orders``: whoever remembers prices has those."""
    return list(exam.orders)[:POOL]


async def killed_idle(exam: Examination, app: App) -> None:
    """End all connections while nobody uses them; return when the app has been told."""
    before = exam.connections()
    await exam.db.kill()
    over, pause = exam.own_time.over(), pauses()
    # a proxy between, such as Docker's, passes their end on when it comes to it
    while before & exam.connections() and not over():
        await asyncio.sleep(next(pause))
    # whoever answers this has been told by now: one loop hears of all its sockets
    await app.ask("/nowhere")


async def reads(exam: Examination, app: App) -> None:
    """See that requests after the death of all idle connections succeed. Raises Missed."""
    numbers = some(exam, 2 * POOL)
    what = f"After all your {POOL} connections were ended while idle"
    visits = await go(app, paths(numbers[:POOL]))
    found = await answers(exam, visits, what)
    for number in numbers[POOL:]:
        found += await answers(exam, await go(app, paths([number])), what)
    failed = [answer.status for answer in found if answer.status != 200]
    if failed:
        raise Missed(
            f"{what}, of {len(found)} requests: expected 0 failures, seen {len(failed)} "
            f"(status {failed[0]})."
        )
    await well_again(exam, app, what)


async def well_again(exam: Examination, app: App, when: str) -> None:
    """See that the pool can lend all its connections, and has no others. Raises Missed."""
    with exam.check("well again"):
        await round_of_orders(exam, app, when, "Which connection has not come back?")
    with exam.check("no more than three"):
        await exam.at_most(POOL, when)


async def once(exam: Examination, app: App) -> None:
    """End every connection in mid-query; see that the requests succeed. Raises Missed."""
    numbers = asked_before(exam)
    async with exam.db.turnstile():
        visits = await struck(exam, app, numbers)
    prices = [exam.orders[number] for number in numbers]
    await well_answered(exam, visits, prices, "After connections that were ended in mid-query")


async def struck(exam: Examination, app: App, numbers: list[int]) -> list[Visit]:
    """Ask for orders, end their connections in mid-query, wait for the second try."""
    visits = await go(app, paths(numbers))
    await three(exam, visits, f"Queries of {POOL} requests at once in the database")
    await exam.db.kill()
    what = f"After {POOL} connections were ended in mid-query, queries tried again"
    with exam.check("one more try"):
        await stand(exam, POOL, what, visits)
    return visits


async def twice(exam: Examination, app: App) -> None:
    """End every connection twice; see that the requests give up, with 503. Raises Missed."""
    async with exam.db.turnstile():
        visits = await struck(exam, app, asked_before(exam))
        await exam.db.kill()
        with exam.check("gives up after the second try"):
            await given_up(exam, visits, "Requests whose second try died, too")


async def given_up(exam: Examination, visits: list[Visit], what: str) -> None:
    """See that requests are answered 503, without a further query. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while not all(visit.done() for visit in visits) and not over():
        if again := await exam.db.blocked():
            raise Missed(f"{what}: expected no third try, seen {len(again)}.")
        await asyncio.sleep(next(pause))
    for answer in await answers(exam, visits, what):
        if answer.status != 503:
            raise Missed(f"{what}: expected status 503, seen {answer.status}.")
