"""A stream of pages, and a client that reads slowly."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from poollab.examiner.app import Answer, App
from poollab.examiner.async_pools.visits import POOL, round_of_orders
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

LONG = 10_000_000  # bytes of the first order's text: more than the buffers on the way take
BUFFER = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)]
FILL = "UPDATE examiner.orders SET dish = repeat('x', %s) WHERE number = 1"
FETCHED = 10  # orders that may have been fetched when the stream stands still: two pages
PAGES = 8  # at least, of forty orders
ROUNDS = 2
CHANGE = "UPDATE examiner.orders SET dish = %s WHERE number > %s"


@task(4, "Right: the client reads as slowly as it likes, and holds nobody up.")
async def pages(exam: Examination) -> None:
    """A stream that has a connection for as long as the client reads."""
    await exam.db.query(FILL, LONG)
    asked = await exam.db.asked()
    async with exam.app() as app, stream(exam, app) as response:
        with exam.part(2):
            when = "While a client reads slowly"
            look = "What does your stream hold in its yield?"
            for _ in range(ROUNDS):  # once for the stream to have come as far as it can
                await round_of_orders(exam, app, when, look)
        if exam.points:
            with exam.part(2):
                await rest(exam, response)
                pages = await exam.db.asked() - asked - ROUNDS * POOL
                if pages < PAGES:
                    raise Missed(
                        f"GET /orders, queries for {len(exam.orders)} orders: expected at least "
                        f"{PAGES}, seen {pages}. How many orders has a page?"
                    )


@asynccontextmanager
async def stream(exam: Examination, app: App) -> AsyncIterator[httpx.Response]:
    """Begin to read ``/orders``: no more than the beginning. Raises Missed."""
    transport = httpx.AsyncHTTPTransport(socket_options=BUFFER)
    async with httpx.AsyncClient(transport=transport, timeout=None) as client:
        try:
            request = client.build_request("GET", app.url + "/orders")
            async with exam.own_time.limit(PATIENCE):
                response = await client.send(request, stream=True)
        except TimeoutError:
            raise Missed(f"GET /orders: no beginning of an answer in {PATIENCE} s.") from None
        except httpx.HTTPError as error:
            raise Missed(f"GET /orders: {type(error).__name__}, no answer.") from None
        try:
            if response.status_code != 200:
                raise Missed(f"GET /orders: expected status 200, seen {response.status_code}.")
            yield response
        finally:
            await response.aclose()


async def rest(exam: Examination, response: httpx.Response) -> None:
    """Read on; see that there are still pages to fetch, and that all lines come. Raises Missed."""
    today = f"today {exam.draw.randint(1000, 9999)}"
    await exam.db.query(CHANGE, today, FETCHED)
    with contextlib.ExitStack() as leaving:
        async with exam.db.turnstile():  # closed before the client reads on
            reading = asyncio.create_task(read(response))
            leaving.callback(reading.cancel)
            await next_page(exam, reading)
        if not await exam.own_time.wait([reading]):
            raise Missed(f"GET /orders: expected its end, seen none in {PATIENCE} s.")
        await lines(exam, reading.result().body, today)


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


async def read(response: httpx.Response) -> Answer:
    """Read a stream to its end, but never much more than there should be. Raises Missed."""
    body = bytearray()
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > 1.1 * LONG:
                raise Missed("GET /orders: more comes than all orders together.")
    except httpx.HTTPError as error:
        raise Missed(f"GET /orders breaks off: {type(error).__name__}.") from None
    return Answer(response.status_code, body.decode(errors="replace"), response.headers)


async def lines(exam: Examination, body: str, today: str) -> None:
    """See that the lines are those of the orders, the late ones as of today. Raises Missed."""
    seen = body.splitlines()
    if len(seen) != len(exam.orders):
        raise Missed(f"GET /orders, lines: expected {len(exam.orders)}, seen {len(seen)}.")
    for line, number in zip(seen, sorted(exam.orders), strict=True):
        dish = "x" * LONG if number == 1 else f"dish {number}" if number <= FETCHED else today
        if number > FETCHED and line == f"{number} dish {number}":
            raise Missed(
                f"The dish of order {number}, changed while the client did not read: expected "
                f"{today!r}, seen 'dish {number}'. When was it fetched?"
            )
        if line != f"{number} {dish}":
            raise Missed(
                f"GET /orders, line {number}: expected {f'{number} {dish}'[:20]!r}, "
                f"seen {line[:20]!r}."
            )
