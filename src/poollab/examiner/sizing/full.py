"""A pool that is empty says so, goes on, and forgets nothing."""

import asyncio

from poollab.examiner.app import Answer, App
from poollab.examiner.clients import GIVES_UP, Late, Visits, in_time, once_more
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

POOL, MORE = 3, 6


@task(6, "Right: an empty pool says so, a failure is no empty pool, and all come back.")
async def busy(exam: Examination) -> None:
    """A full house, and what comes after it."""
    numbers = exam.draw.sample(sorted(exam.orders), POOL + MORE)
    async with exam.app() as app:
        for number in numbers[:2]:
            await app.expect(f"/orders/{number}", 200, exam.orders[number])
        await once_more(exam, lambda visits: full(exam, app, numbers, visits))
        points = exam.points
        with exam.part(1):
            await exam.lends(app, f"/orders/{numbers[0]}", POOL, f"After {MORE} refusals")
        if exam.points > points:
            with exam.part(1):
                await failing(exam, app, numbers[0])


async def full(exam: Examination, app: App, numbers: list[int], visits: Visits) -> None:
    """Let three in and hold them; six more come. Raises Missed unless those are told 503."""
    async with exam.db.turnstile():
        inside = [app.visit(f"/orders/{one}") for one in numbers[:POOL]]
        visits += inside
        await exam.stand(POOL, f"Of {POOL} who come at once, served at once")
        more = [app.visit(f"/orders/{one}") for one in numbers[POOL:]]
        visits += more
        await refused(exam, inside, more)
        health = app.visit("/health")
        well = await exam.own_time.wait([health], GIVES_UP)
    await served(exam, inside, numbers)
    exam.points += 2
    with exam.part(1):
        healthy(health.result() if well else None)
    with exam.part(1):
        for one in more:
            later = one.result().headers.get("retry-after", "")
            if not (later.isascii() and later.isdigit() and 1 <= int(later[:9]) <= 60):
                raise Missed(
                    "The header Retry-After of a 503: expected a whole number of seconds, from 1 "
                    f"to 60, seen {later!r:.40}."
                )


async def served(exam: Examination, inside: Visits, numbers: list[int]) -> None:
    """See that those who had a connection get what they came for. Raises Missed."""
    answers = await asyncio.gather(*inside)
    if gone := sum(answer.status == 503 for answer in answers):
        raise had_to_go(gone)
    for answer, number in zip(answers, numbers, strict=False):
        if answer.status != 200 or answer.json() != exam.orders[number]:
            raise Missed(
                f"/orders/{number}, which had its connection before the pool was empty: expected "
                f"200 and {exam.orders[number]}, seen {answer.status} and {answer.body[:40]!r}."
            )


def had_to_go(gone: int) -> Missed:
    """Say that so many were sent away who had a connection."""
    return Missed(
        f"{POOL} had their connections when more guests came; {gone} of them had to go before "
        "they were served. Only those without a connection should hear that the pool is empty."
    )


def healthy(answer: Answer | None) -> None:
    """See that this was said while all connections were out, if anything. Raises Missed."""
    if not answer or answer.status != 200 or answer.json() != "alive":
        seen = f"{answer.status} and {answer.body[:60]!r}" if answer else "no answer"
        raise Missed(
            f"GET /health, while all {POOL} connections are out: expected 200 and 'alive', seen "
            f"{seen}. What does it need a connection for?"
        )


async def refused(exam: Examination, inside: Visits, more: Visits) -> None:
    """Wait until those who find no connection are answered. Raises Missed unless by a 503."""
    try:
        await in_time(exam, more, f"{MORE} find the pool empty")
    except Late:
        await no_more(exam)  # with a place for each nobody is told anything
        raise
    await exam.own_time.wait(more)
    await no_more(exam)
    answered = [one for one in more if one.done()]
    if gone := sum(one.done() for one in inside):
        raise had_to_go(gone)
    if len(answered) < MORE:
        raise Missed(
            f"{MORE} found the pool empty: expected an answer for each before {PATIENCE} s are "
            f"over, seen {len(answered)}. How long does taking a connection wait?"
        )
    if wrong := [one.result() for one in answered if one.result().status != 503]:
        raise Missed(
            f"{MORE} found the pool empty: expected status 503, seen {wrong[0].status}, "
            f"with {wrong[0].body[:60]!r}."
        )


async def no_more(exam: Examination) -> None:
    """See that no more than three are served at once. Raises Missed."""
    if (there := len(await exam.db.blocked())) > POOL:
        raise Missed(
            f"The pool should lend {POOL} connections, and not more; seen {there} at once."
        )


async def failing(exam: Examination, app: App, number: int) -> None:
    """See that a query that fails is no empty pool, and costs no connection. Raises Missed."""
    await exam.db.query("REVOKE SELECT ON orders FROM public")
    for failed in range(POOL + 1):
        answer = await app.ask(f"/orders/{number}")
        if answer.status != 500 and failed:
            raise Missed(
                f"After {failed} queries that failed in the server, the next is answered "
                f"{answer.status}, with {answer.body[:60]!r}. Did their connections come back?"
            )
        if answer.status != 500:
            raise Missed(
                "A query that fails in the server (here its right to read was taken away): "
                f"expected status 500, seen {answer.status}. Which errors tell of an empty pool?"
            )
    await exam.db.query("GRANT SELECT ON orders TO public")
    await exam.lends(app, f"/orders/{number}", POOL, f"After {POOL + 1} queries that failed")
