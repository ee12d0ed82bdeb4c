"""Several queries of one request at once."""

import asyncio

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import POOL, Visit, three
from poollab.examiner.async_pools.bills import (
    WAITING,
    any_number,
    bills,
    out_of_order,
    pair,
    right_prices,
)
from poollab.examiner.async_pools.visits import (
    answers,
    go,
    goes_on,
    healthy,
    paths,
    round_of_orders,
    some,
)
from poollab.examiner.examination import Examination
from poollab.examiner.looks import pauses
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

CROWD = 6
LONG = 6  # orders on a bill: more than the pool has connections


@task(3, "Right: two tasks, two connections, from the first request on.")
async def one_each(exam: Examination) -> None:
    """Two tasks that share a connection, or a session."""
    await exam.db.allow(POOL)
    bill = out_of_order(exam, 2)
    async with exam.app() as app:
        with exam.part(2):
            for when in ("The first request after the start", "A later request"):
                await bills(exam, app, pair, [bill], f"{when}, two orders")
        if goes_on(exam):
            with exam.part(1), exam.check("six requests at once"):
                six = [out_of_order(exam, 2) for _ in range(CROWD)]
                await bills(exam, app, pair, six, f"{CROWD} requests at once")


@task(5, "Right: every bill is answered, and nobody waits for ever.")
async def fan_out(exam: Examination) -> None:
    """Queries one after another; or requests that wait for one another's connections."""
    await exam.db.allow(POOL)
    bill = out_of_order(exam, LONG)
    async with exam.app() as app:
        with exam.part(2):
            few = out_of_order(exam, POOL, bill)
            await bills(exam, app, any_number, [few], f"A bill of {POOL} orders")
        if goes_on(exam):
            with exam.part(1):
                await long_bills(exam, app, bill)
        if goes_on(exam, 2):
            with exam.part(2):
                await lent_again(exam, app)
                with exam.check("no deadlock"):
                    await crowd(exam, app)


async def long_bills(exam: Examination, app: App, bill: list[int]) -> None:
    """See that bills of more orders than there are connections are answered. Raises Missed."""
    before = await exam.db.asked()
    with exam.check("a bill longer than the pool"):
        await bills(exam, app, any_number, [bill], f"A bill of {LONG} orders")
        with exam.check("a query for each price"):
            if (seen := await exam.db.asked_since(before, LONG, exam.own_time.over())) != LONG:
                raise Missed(
                    f"A bill of {LONG} orders: expected {LONG} queries on orders, seen {seen}. "
                    "What does each of them ask for?"
                )
    twice = out_of_order(exam, 2)
    bill = [*twice, twice[0]]
    visits = await go(app, [any_number(bill)])
    await right_prices(exam, visits, [bill], "A bill on which the same order stands twice")
    bill = some(exam, len(exam.orders))
    visits = await go(app, [any_number(bill)])
    await right_prices(exam, visits, [bill], f"A bill of {len(bill)} orders")


async def lent_again(exam: Examination, app: App) -> None:
    """See that no bill has kept a connection, nor does a query that fails. Raises Missed."""
    await round_of_orders(exam, app, "After these bills")
    async with exam.db.turnstile():
        visits = await go(app, paths(some(exam, POOL)))
        for pid in await three(exam, visits, f"Queries of {POOL} requests for one order each"):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
        await answers(exam, visits, f"{POOL} requests whose query is broken off")
    await round_of_orders(exam, app, f"After {POOL} queries that the server broke off")


async def crowd(exam: Examination, app: App) -> None:
    """See that bills which all begin with an empty pool are answered. Raises Missed.

    The connections come back one at a time, so that bills which take several get one each.
    """
    asked = [out_of_order(exam, exam.draw.randint(2, LONG)) for _ in range(CROWD)]
    what = f"While {CROWD} bills wait for a connection"
    async with exam.db.turnstile():
        single = await go(app, paths(some(exam, POOL)))
        pids = await three(exam, single, f"Queries of {POOL} requests for one order each")
        visits = await go(app, [any_number(bill) for bill in asked])
        with exam.check("health"):
            await healthy(exam, app, what)  # all have begun, then
        for number, pid in enumerate(pids, 1):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
            await ended(exam, single, number)
            await app.ask("/nowhere")  # whoever has got the connection has gone on by now
        await app.forward(WAITING)
    what = (
        f"{CROWD} bills that come while all connections are out (before them, {POOL} could be lent)"
    )
    await right_prices(exam, visits, asked, what)


async def ended(exam: Examination, visits: list[Visit], number: int) -> None:
    """Wait until so many of the requests are answered. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while sum(visit.done() for visit in visits) < number:
        if over():
            raise Missed("A request whose query is broken off: expected an answer, seen none.")
        await asyncio.sleep(next(pause))
