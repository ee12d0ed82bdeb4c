"""Waiting for a connection, with an end."""

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
from poollab.examiner.clients import in_time, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

TURNED_AWAY = 2


@task(4, "Right: an empty pool says so, in time, and only an empty pool does.")
async def bounded(exam: Examination) -> None:
    """An acquire that waits for ever."""
    await exam.db.allow(POOL)
    async with exam.app() as app:
        with exam.part(2):
            await once_more(exam, lambda visits: turned_away(exam, app, visits))
        if exam.points:
            with exam.part(1):
                for when in ("After requests that were turned away", "And in the next round"):
                    await round_of_orders(exam, app, when, "What does a request not give back?")
        if exam.points > 2:
            with exam.part(1):
                await broken(exam, app)


async def turned_away(exam: Examination, app: App, visits: list[Visit]) -> None:
    """See that who finds the pool empty is told, and the others are served. Raises Missed."""
    numbers = some(exam, POOL + TURNED_AWAY)
    paths = [f"/orders/{number}" for number in numbers]
    async with exam.db.turnstile():
        visits += await go(app, paths[:POOL])
        await stand(exam, POOL, f"Queries of {POOL} requests at once in the database", visits)
        late: list[Visit] = await go(app, paths[POOL:])
        visits += late
        what = f"{TURNED_AWAY} requests more, while all connections are out"
        await in_time(exam, late, what)
        for answer in await answers(exam, late, what):
            if answer.status != 503:
                raise Missed(f"{what}: expected status 503, seen {answer.status}.")
            retry = answer.headers.get("retry-after", "")
            if not retry.isdigit():
                raise Missed(f"{what}: expected seconds in Retry-After, seen {retry!r}.")
    prices = [exam.orders[number] for number in numbers[:POOL]]
    await well_answered(exam, visits[:POOL], prices, f"The {POOL} requests that had a connection")


async def broken(exam: Examination, app: App) -> None:
    """See that a query which the server breaks off is no empty pool. Raises Missed."""
    what = "A request whose query the server breaks off"
    async with exam.db.turnstile():
        visits = await go(app, [f"/orders/{number}" for number in some(exam, 1)])
        for pid in await stand(exam, 1, f"{what}: queries in the database", visits):
            await exam.db.query("SELECT pg_cancel_backend(%s)", pid)
        (answer,) = await answers(exam, visits, what)
    if answer.status != 500:
        raise Missed(
            f"{what}, while {POOL - 1} connections are free: expected status 500, "
            f"seen {answer.status}."
        )
    await round_of_orders(exam, app, "After a query that the server broke off")
