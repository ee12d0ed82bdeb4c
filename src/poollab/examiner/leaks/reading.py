"""Guests who read a long stream as slowly as they are told."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx

from poollab.examiner.app import LONGEST, App
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

SMALL = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)]


class Reader:
    """A guest who reads only when told to."""

    def __init__(self, response: httpx.Response) -> None:
        """Read this response."""
        self.response = response
        self.where = "GET /menu"
        self._pieces = response.aiter_raw(1 << 18)
        self._read = b""

    async def take(self, expected: bytes, what: str) -> None:
        """Read on, and see that this comes next."""
        while len(self._read) < len(expected):
            try:
                self._read += await anext(self._pieces)
            except StopAsyncIteration:
                raise Missed(f"{self.where}: the stream ends before {what}.") from None
        if not self._read.startswith(expected):
            raise Missed(f"{self.where}: {what} should begin with {expected[:24]!r}, "
                         f"seen {self._read[:24]!r}.")  # fmt: skip
        self._read = self._read[len(expected) :]

    async def end(self) -> None:
        """See that nothing more comes."""
        with suppress(StopAsyncIteration):
            self._read += await anext(self._pieces)
        if self._read:
            raise Missed(f"{self.where}: after the last page comes {self._read[:24]!r}.")


@asynccontextmanager
async def readers(
    exam: Examination, app: App, number: int, first: bytes
) -> AsyncIterator[list[Reader]]:
    """Let so many guests begin to read; yield them when each has the first page."""
    async with AsyncExitStack() as stack:
        transport = httpx.AsyncHTTPTransport(
            verify=False, socket_options=SMALL, limits=httpx.Limits()
        )
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, timeout=None, trust_env=False)
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
        raise Missed(
            f"{guest.where}: nothing comes for {LONGEST} seconds, at page {number}."
        ) from None
    except httpx.HTTPError as error:
        raise Missed(f"{guest.where}: the stream breaks off, {type(error).__name__}.") from None
