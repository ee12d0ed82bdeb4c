"""Connections lost when the work of a request is cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx

from poollab.examiner.app import App
from poollab.examiner.examination import Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

Lines = AsyncIterator[str]


@task(4, "Right: neither impatience nor a guest who leaves costs a connection.")
async def cancelled(exam: Examination) -> None:
    """A time limit cancels the query; a guest who leaves cancels a stream."""
    async with exam.app() as app:
        with exam.part(2):
            await starts_well(exam, app)
            number = exam.draw.choice(sorted(exam.orders))
            path = f"/orders/{number}/now?patience="
            await app.expect(f"{path}30", 200, {"price": exam.orders[number]})
            await too_late(exam, app, path)
            await answers(exam, app, number, f"After {POOL} requests whose time was over")
            await all_back(exam, app, f"After {POOL} requests whose time was over")
        if exam.missed:
            return
        with exam.part(2):
            path = f"/orders/{number}/ticker"
            for way in (leave_between_lines, leave_during_a_query):
                await way(exam, app, path, number)
                await answers(exam, app, number, f"After {POOL} guests who have left the ticker")
                await all_back(exam, app, f"After {POOL} guests who have left the ticker")


async def too_late(exam: Examination, app: App, path: str) -> None:
    """Have as many queries cancelled, while they run, as the pool has connections."""
    for patience in (0.5, 2):  # the second for a machine that is very busy
        most = 0
        async with exam.db.turnstile():
            visits = [asyncio.create_task(app.ask(f"{path}{patience}")) for _ in range(POOL)]
            try:
                while not all(visit.done() for visit in visits):
                    most = max(most, len(await exam.db.blocked()))
                    await asyncio.sleep(0.01)
            finally:
                for visit in visits:
                    visit.cancel()
        for answer in await asyncio.gather(*visits):
            if answer.status != 504:
                raise Missed(
                    f"GET {path}{patience}, and no price in that time: expected status 504, "
                    f"seen {answer.status}, with {answer.body[:80]!r}."
                )
        if most == POOL:
            return
    raise Missed(f"{POOL} requests to {path}{patience} at once should ask the database at once; "
                 f"seen there: {most}.")  # fmt: skip


async def leave_between_lines(exam: Examination, app: App, path: str, number: int) -> None:
    """Let guests go away, each when a line has just come: until the next the ticker sleeps."""
    for _ in range(POOL):
        async with AsyncExitStack() as stack:
            _, lines = await ticker(exam, app, path, stack)
            await ticks(exam, lines, exam.orders[number])


async def leave_during_a_query(exam: Examination, app: App, path: str, number: int) -> None:
    """See tickers say a new price, and let their guests go away while it is asked for again."""
    price = exam.orders[number]
    async with AsyncExitStack() as stack:
        tickers = [await ticker(exam, app, path, stack) for _ in range(POOL)]
        await exam.db.query(
            "UPDATE examiner.orders SET price = %s WHERE number = %s", price + 100, number
        )
        for _, lines in tickers:
            await ticks(exam, lines, price + 100, also=price)
        async with exam.db.turnstile():
            await exam.stand(POOL, f"Guests of {path} for whom the price is being asked")
            for response, _ in tickers:
                standing = len(await exam.db.blocked())
                await response.aclose()
                await noticed(exam, standing)


async def ticker(
    exam: Examination, app: App, path: str, stack: AsyncExitStack
) -> tuple[httpx.Response, Lines]:
    """Begin to read a ticker."""
    try:
        async with exam.own_time.limit(PATIENCE):
            asked = app.client.stream("GET", app.url + path)
            response = await stack.enter_async_context(asked)
    except (TimeoutError, httpx.HTTPError) as error:
        raise Missed(f"GET {path}: no answer, {type(error).__name__}.") from None
    if response.status_code != 200:
        raise Missed(f"GET {path}: expected status 200, seen {response.status_code}.")
    return response, response.aiter_lines()


async def noticed(exam: Examination, standing: int) -> None:
    """Give the app time to cut off a query; one in a thread, or without a socket, may stay."""
    for _ in range(30):
        if len(await exam.db.blocked()) < standing:
            return
        await asyncio.sleep(0.01)


async def ticks(exam: Examination, lines: Lines, price: int, also: int | None = None) -> None:
    """See this price come, perhaps after others that are right."""
    seen = "nothing"
    try:
        async with exam.own_time.limit(PATIENCE):
            async for line in lines:
                seen = repr(line[:40])
                if line.strip() == str(price):
                    return
                if line.strip() != str(also):
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    raise Missed(f"The ticker should say {price} now; seen: {seen}.")


async def answers(exam: Examination, app: App, number: int, when: str) -> None:
    """See an order answered. Else no connection at all has come back."""
    try:
        async with exam.own_time.limit(PATIENCE):
            await app.expect(f"/orders/{number}", 200)
    except TimeoutError:
        raise Missed(f"{when}, GET /orders/{number} gets no answer: it waits for a connection, "
                     "and no guest is there who could have one.") from None  # fmt: skip
