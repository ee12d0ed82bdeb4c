"""A ticker: how its lines come, and what becomes of it when its guests leave."""

import asyncio
import time
from contextlib import AsyncExitStack

import httpx

from poollab.examiner.app import App
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.leaks.guests import Guests, Lines, Ticker
from poollab.examiner.leaks.pool import POOL, at_most
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.verdict import Missed

LINES = 12  # lines that are read; they take as many tenths of a second
FASTEST = 0.8  # seconds by the clock for them; a slow machine only makes it more
MOST = 30  # lines that are read at most to see so many come like that, or a new price
MANY = 70  # lines of a ticker that has no end, nor one after a minute
TICK = 1.0  # seconds, by the clock of the app's loop
DEARER = "UPDATE examiner.orders SET price = price + 100 WHERE number = %s"


async def leave_between_lines(exam: Examination, app: App, number: int) -> None:
    """Let guests go away, each when a line has just come: until the next the ticker sleeps."""
    async with AsyncExitStack() as stack:
        began = time.monotonic()
        path = f"/orders/{number}/ticker"
        guests = Guests(exam, [await ticker(exam, app, path, stack) for _ in range(POOL)])
        stack.push_async_callback(guests.leave)
        with exam.check("about ten lines a second"):
            await in_time(exam, guests)
            if (took := time.monotonic() - began) < FASTEST:
                raise Missed(f"The ticker should say about ten lines a second; {LINES} lines "
                             f"have come within {took:.2f} seconds.")  # fmt: skip
        await at_most(exam, f"While {POOL} guests watch the ticker")
        await no_end(exam, app, guests)


async def no_end(exam: Examination, app: App, guests: Guests) -> None:
    """Let time pass, a tenth of a second after another; see that no stream ends. Raises Missed."""
    over = exam.own_time.over(PATIENCE)
    while guests.seen() < MANY and not guests.ended() and not over():
        await app.forward(TICK)
        await asyncio.sleep(0.01)


async def in_time(exam: Examination, guests: Guests) -> None:
    """See all guests get their lines, at least for a while as fast as asked. Raises Missed."""
    began, over = time.monotonic(), exam.own_time.over(PATIENCE)
    while (seen := guests.seen()) < LINES or not guests.steady():
        if guests.ended():
            return
        if seen >= MOST or over():
            raise Missed(
                f"The ticker should say about ten lines a second to each of {POOL} guests who "
                f"watch at once; one of them has seen {seen} in {time.monotonic() - began:.1f} s."
            )
        await asyncio.sleep(0.01)


async def leave_during_a_query(exam: Examination, app: App, number: int) -> None:
    """See tickers say a new price, and let their guests go away while it is asked for again."""
    path, price = f"/orders/{number}/ticker", exam.orders[number]
    async with AsyncExitStack() as stack:
        tickers = [await ticker(exam, app, path, stack) for _ in range(POOL)]
        with exam.check("the price of now"):
            for _, lines in tickers:  # each has asked once: what it saw then, it may still see
                await ticks(exam, lines, price)
        exam.orders[number] += 100
        await exam.db.query(DEARER, number)
        with exam.check("the price of now"):
            for _, lines in tickers:
                await ticks(exam, lines, price + 100, also=price)
        async with exam.db.turnstile():
            await exam.stand(1, f"Queries for the price, while {POOL} guests watch {path}")
            over = exam.own_time.over(OPENS)
            while len(await exam.db.blocked()) < POOL and not over():  # one may ask for all
                await asyncio.sleep(0.01)
            for response, _ in tickers:
                standing = len(await exam.db.blocked())
                await response.aclose()
                await noticed(exam, standing)


async def nobody_asks(exam: Examination, when: str) -> None:
    """See that no query for a price comes any more. Raises Missed."""
    over = exam.own_time.over()
    while True:
        async with exam.db.turnstile():
            soon = exam.own_time.over(OPENS)
            while not (seen := len(await exam.db.blocked())) and not soon():
                await asyncio.sleep(0.01)
        if not seen:
            return
        if over():
            raise Missed(f"{when}, queries that still come, for nobody, each on a connection: "
                         f"expected 0, seen {seen}.")  # fmt: skip
        await asyncio.sleep(0.05)


async def ticker(exam: Examination, app: App, path: str, stack: AsyncExitStack) -> Ticker:
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
    """See this price come, perhaps after others that are right. Raises Missed."""
    seen: list[str] = []
    try:
        async with exam.own_time.limit(2 * PATIENCE):
            while not seen or (seen[-1] == str(also) and len(seen) < MOST):
                seen.append((await anext(lines, "")).strip())
    except (TimeoutError, httpx.HTTPError):
        pass
    if not seen or seen[-1] != str(price):
        last = repr(seen[-1][:40]) if seen else "nothing"
        raise Missed(f"The ticker should say {price} now; seen: {last}.")
