"""A stream of pages, and a client that reads slowly."""

import asyncio
import contextlib

import httpx

from poollab.examiner.app import Answer, App
from poollab.examiner.async_pools.backends import MORE, state
from poollab.examiner.async_pools.lines import TAG, all_there, plain, small
from poollab.examiner.async_pools.reading import LONG, read, stream
from poollab.examiner.async_pools.visits import goes_on, round_of_orders
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.looks import pauses
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

FILL = "UPDATE examiner.orders SET dish = repeat('x', %s) WHERE number = 1"
FETCHED = 10  # orders that may have been fetched when the stream stands still: two pages
ROUNDS = 2
LASTS = 20  # seconds for all orders: ten megabytes from the server, and on to the client
TAGGED = """
    CREATE FUNCTION examiner.tagged_orders() RETURNS SETOF examiner.orders LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        tag text := ', query ' || trunc(1e15 * random());
    BEGIN
        PERFORM examiner.turnstile();
        RETURN QUERY SELECT number, dish || tag, price FROM examiner.orders;
    END $$;
    CREATE OR REPLACE VIEW public.orders AS SELECT * FROM examiner.tagged_orders();
"""
CHANGE = "UPDATE examiner.orders SET dish = %s WHERE number > %s"


@task(4, "Right: the client reads as slowly as it likes, and holds nobody up.")
async def pages(exam: Examination) -> None:
    """A stream that has a connection for as long as the client reads."""
    await exam.db.query(FILL, LONG)
    await exam.db.query(TAGGED)
    async with exam.app() as app, stream(exam, app) as response:
        with exam.part(2):
            await meanwhile(exam, app)
        if goes_on(exam):
            await still(exam)
            with exam.part(2):
                await another(exam, app)
                await rest(exam, response)
                with exam.check("idle and lent to others"):
                    when = "After two clients who have read all"
                    await round_of_orders(exam, app, when, "What has their last page left?")


async def meanwhile(exam: Examination, app: App) -> None:
    """See that nobody misses a connection while the client reads slowly. Raises Missed."""
    when = "While a client reads slowly"
    with exam.check("idle and lent to others"):
        for _ in range(ROUNDS):  # once for the stream to have come as far as it can
            await round_of_orders(exam, app, when, "What does your stream hold in its yield?", MORE)
        await idle(exam, when)


async def another(exam: Examination, app: App) -> None:
    """Read all orders as another client, who does not pause. Raises Missed."""
    async with stream(exam, app) as response:
        reading = asyncio.create_task(read(response))
        if not await exam.own_time.wait([reading], LASTS):
            reading.cancel()
            raise Missed(f"GET /orders, of another client: no end in {LASTS} s.")
    seen = [TAG.sub("", line) for line in reading.result().body.splitlines()]
    with exam.check("all lines in order"):
        all_there(exam, seen, "")


async def still(exam: Examination) -> None:
    """Wait until the stream has fetched what it does for a client who does not read."""
    asked, over, given_up = await exam.db.asked(), exam.own_time.over(OPENS), exam.own_time.over()
    while not over() and not given_up():
        await asyncio.sleep(0.01)
        if (now := await exam.db.asked()) != asked:
            asked, over = now, exam.own_time.over(OPENS)


async def idle(exam: Examination, when: str) -> None:
    """See that all connections are idle, without a transaction. Raises Missed."""
    over, pause = exam.own_time.over(), pauses()
    while {state for state, _ in (await exam.db.backends()).values()} - {"idle"}:
        if over():
            raise Missed(f"{when}, your connections: expected idle ones, seen {await state(exam)}.")
        await asyncio.sleep(next(pause))


async def rest(exam: Examination, response: httpx.Response) -> None:
    """Read on; see that there are still pages to fetch, and that all lines come. Raises Missed."""
    today = f"today {exam.draw.randint(1000, 9999)}"
    await exam.db.query(CHANGE, today, FETCHED)
    with exam.check("plain text"):
        plain(response)
    with contextlib.ExitStack() as leaving:
        async with exam.db.turnstile():  # closed before the client reads on
            reading = asyncio.create_task(read(response))
            leaving.callback(reading.cancel)
            with exam.check("fetched when the client reads on"):
                await next_page(exam, reading)
        if not await exam.own_time.wait([reading], LASTS):
            raise Missed(f"GET /orders: expected its end, seen none in {LASTS} s.")
        seen = reading.result().body.splitlines()
    tags = [int(tag[1]) if (tag := TAG.search(line)) else 0 for line in seen]
    with exam.check("five at most"):
        small(tags)
    await lines(exam, [TAG.sub("", line) for line in seen], today)


async def next_page(exam: Examination, reading: "asyncio.Task[Answer]") -> None:
    """Wait until a query for a page is held back. Raises Missed."""
    try:
        await exam.stand(1, "", [reading])
    except Missed:
        if reading.done():
            reading.result()  # what the stream itself missed comes first
        raise Missed(
            "When the client reads on: expected a query for the next page, seen none. When were "
            "the other pages fetched?"
        ) from None


async def lines(exam: Examination, seen: list[str], today: str) -> None:
    """See that the lines are those of the orders, the late ones as of today. Raises Missed."""
    with exam.check("all lines in order"):
        all_there(exam, seen, today)
    with exam.check("fetched when the client reads on"):
        for line, number in zip(seen[FETCHED:], sorted(exam.orders)[FETCHED:], strict=False):
            if line == f"{number} dish {number}":
                raise Missed(
                    f"The dish of order {number}, changed while the client did not read: expected "
                    f"{today!r}, seen 'dish {number}'. When was it fetched?"
                )
