"""Connections held for as long as a slow reader likes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx

from poollab.examiner.app import LONGEST, App
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.leaks.pool import POOL, all_back, at_most, starts_well, stopped
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

PAGE = 1_000_000  # bytes: forty of them are more than the sockets between us can hold
MUCH = 60 * PAGE  # much less than what the guests have not read yet, much more than one page each
FEW = 4  # pages of a menu that is read a second time
SMALL = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)]


def page(number: int, dish: str, price: int) -> bytes:
    """Return one page of the menu, as the notebook makes it."""
    return f"{number} {dish} {price}\n".encode().ljust(PAGE, b".")


async def menu(exam: Examination) -> list[bytes]:
    """Return all pages of the menu as it is now."""
    rows = await exam.db.query("SELECT * FROM examiner.orders ORDER BY number")
    return [page(number, dish, price) for number, dish, price in rows]


class Reader:
    """A guest who reads only when told to."""

    def __init__(self, response: httpx.Response) -> None:
        """Read this response."""
        self.response = response
        self._pieces = response.aiter_raw(1 << 18)
        self._read = b""

    async def take(self, expected: bytes, what: str) -> None:
        """Read on, and see that this comes next."""
        while len(self._read) < len(expected):
            try:
                self._read += await anext(self._pieces)
            except StopAsyncIteration:
                raise Missed(f"GET /menu: the stream ends before {what}.") from None
        if not self._read.startswith(expected):
            raise Missed(f"GET /menu: {what} should begin with {expected[:24]!r}, "
                         f"seen {self._read[:24]!r}.")  # fmt: skip
        self._read = self._read[len(expected) :]

    async def end(self) -> None:
        """See that nothing more comes."""
        with suppress(StopAsyncIteration):
            self._read += await anext(self._pieces)
        if self._read:
            raise Missed(f"GET /menu: after the last page comes {self._read[:24]!r}.")


@asynccontextmanager
async def readers(
    exam: Examination, app: App, number: int, first: bytes
) -> AsyncIterator[list[Reader]]:
    """Let so many guests begin to read; yield them when each has the first page."""
    async with AsyncExitStack() as stack:
        transport = httpx.AsyncHTTPTransport(socket_options=SMALL, limits=httpx.Limits())
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, timeout=None)
        )

        async def begin() -> Reader:
            asked = client.build_request("GET", f"{app.url}/menu")
            response = await client.send(asked, stream=True)
            stack.push_async_callback(response.aclose)
            if response.status_code != 200:
                raise Missed(f"GET /menu: expected status 200, seen {response.status_code}.")
            reader = Reader(response)
            with exam.check("all pages, as the table has them"):
                await reader.take(first, "the first page")
            return reader

        begun = [asyncio.create_task(begin()) for _ in range(number)]
        await exam.own_time.wait(begun)
        late = [one for one in begun if not one.done()]
        for one in late:
            one.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        try:
            found = [one.result() for one in begun if one not in late]
        except httpx.HTTPError as error:
            raise Missed(f"GET /menu: the stream breaks off, {type(error).__name__}.") from None
        with exam.check("four first pages"):
            if late:
                raise Missed(
                    f"{number} guests read /menu slowly, and nobody has finished: first pages "
                    f"expected {number}, seen {len(found)}. What do the others wait for?"
                )
        yield found


@task(4, "Right: however slowly a guest reads, the pool has its connections.")
async def stream(exam: Examination) -> None:
    """The guests read a long stream slowly."""
    async with exam.app() as app:
        before = await starts_well(exam, app)
        await one_more(exam)
        pages, made = await menu(exam), exam.memory() + exam.written()
        when = f"While {POOL + 1} guests read slowly"
        async with readers(exam, app, POOL + 1, pages[0]) as (guest, *_):
            with exam.part(2):
                await at_most(exam, when)
                with exam.check("three lent while guests read"):
                    await all_back(exam, app, when, before)
            if stopped(exam):
                return
            with exam.part(1):
                with exam.check("pages made as they are sent"):
                    await not_before(exam, made, when)
                await finish(exam, guest, pages)
            await exam.db.allow(-1)  # who leaves may cut off a query, and with it a connection
        if stopped(exam, "What comes after guests who left"):
            return
        with exam.part(1):
            await all_back(exam, app, "After guests who left in the middle")
            await eaten(exam)
            pages = await menu(exam)
            async with readers(exam, app, 1, pages[0]) as (guest,):
                await finish(exam, guest, pages)


async def not_before(exam: Examination, made: int, when: str) -> None:
    """See for a while that the app does not hold the pages before it sends them. Raises Missed."""
    over = exam.own_time.over(OPENS)
    while not over():
        if (more := exam.memory() + exam.written() - made) > MUCH:
            raise Missed(
                f"{when} and have the first page each, your app has put {more // PAGE} MB more "
                "than before into memory or files. How many pages are made before they are sent?"
            )
        await asyncio.sleep(0.02)


async def one_more(exam: Examination) -> None:
    """Add an order to the forty."""
    number = exam.draw.randint(1000, 9999)
    exam.orders[number] = exam.draw.randint(5, 95)
    await exam.db.query(
        "INSERT INTO examiner.orders VALUES (%s, 'one more', %s)", number, exam.orders[number]
    )


async def eaten(exam: Examination) -> None:
    """Take all but a few orders from the table, and make these dearer."""
    few = exam.draw.sample(sorted(exam.orders), FEW)
    exam.orders = {number: exam.orders[number] + 1 for number in few}
    await exam.db.query("DELETE FROM examiner.orders WHERE number <> ALL(%s)", few)
    await exam.db.query("UPDATE examiner.orders SET price = price + 1")


async def finish(exam: Examination, guest: Reader, pages: list[bytes]) -> None:
    """See the rest of the menu come, as fast as the machine has it."""
    number = 1
    try:
        with exam.check("all pages, as the table has them"):
            for number, expected in enumerate(pages[1:], start=2):
                async with exam.own_time.limit(LONGEST):
                    await guest.take(expected, f"page {number}")
            async with exam.own_time.limit(LONGEST):
                await guest.end()
    except TimeoutError:
        raise Missed(f"GET /menu: nothing comes for {LONGEST} seconds, at page {number}.") from None
    except httpx.HTTPError as error:
        raise Missed(f"GET /menu: the stream breaks off, {type(error).__name__}.") from None
