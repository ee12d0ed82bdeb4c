"""The learner's app, seen from outside: by HTTP, never for longer or more than is bounded."""

import asyncio
import contextlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import httpx

from poollab.examiner.learner import Playing
from poollab.examiner.looks import pauses
from poollab.examiner.verdict import Missed

LONGEST = 5  # seconds of the answer's own time
HELD_BACK = 30  # such seconds, for a request that the examiner itself keeps waiting
LARGEST = 1_000_000  # bytes


class Answer(NamedTuple):
    """One response."""

    status: int
    body: str
    headers: httpx.Headers

    def json(self) -> Any:
        """Return what the body says; what is no JSON is returned as it is."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # the last: nested too deep
            return self.body


class App:
    """An app that answers at ``url``."""

    def __init__(self, client: httpx.AsyncClient, url: str, played: Playing | None = None) -> None:
        """Talk to it through this client; ``played`` is its process, where it has one."""
        self.client, self.url, self._played = client, url, played
        self._visits: set[asyncio.Task[Answer]] = set()

    def visit(self, path: str, **options: Any) -> asyncio.Task[Answer]:
        """Begin a request that may be held back; return the task of its answer.

        At the end of the app it is given up.
        """
        visit = asyncio.create_task(self.ask(path, within=HELD_BACK, **options))
        self._visits.add(visit)
        return visit

    async def send(self, path: str, **options: Any) -> asyncio.Task[Answer]:
        """Send one request; return when it is on its way, with the task of its answer.

        Requests sent one after another reach the app in this order.
        """
        sent = asyncio.Event()

        async def trace(event: str, _: object) -> None:
            if event == "http11.send_request_body.complete":
                sent.set()

        visit = self.visit(path, extensions={"trace": trace}, **options)
        visit.add_done_callback(lambda _: sent.set())
        await sent.wait()
        return visit

    async def crowd(self, paths: Iterable[str]) -> list[asyncio.Task[Answer]]:
        """Send many requests, in this order; return the tasks of their answers.

        With less ado than ``send``, which would cost more than the app does, and without a limit
        of time for each.
        """
        url = httpx.URL(self.url)
        visits = []
        for path in paths:
            reader, writer = await asyncio.open_connection(url.host, url.port)
            head = f"GET {path} HTTP/1.1\r\nHost: {url.host}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode())
            visits.append(asyncio.create_task(_answer(reader, writer, path)))
        self._visits.update(visits)
        return visits

    async def end(self) -> None:
        """End the app as a server would, its lifespan included; its process lives on.

        Raises Missed when the lifespan does not come to its end.
        """
        assert self._played, "the app has a process"
        await asyncio.to_thread(self._played.end)

    async def forward(self, seconds: float) -> None:
        """Let so many seconds pass at once in the app's event loop, for all who wait there.

        It returns when they have passed, or when a loop that does nothing else has had its time.
        Raises Missed.
        """
        assert self._played, "the app has a process"
        self._played.forward(seconds)
        over, pause = self._played.own_time.over(LONGEST), pauses()
        while not self._played.passed() and not over():
            await asyncio.sleep(next(pause))

    def limit(self, seconds: float) -> contextlib.AbstractAsyncContextManager[object]:
        """Give it so many seconds of its own for a block. The block raises TimeoutError."""
        return self._played.own_time.limit(seconds) if self._played else asyncio.timeout(seconds)

    async def leave(self) -> None:
        """Give up the requests that were sent and are still without an answer."""
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)

    async def ask(
        self, path: str, method: str = "GET", within: float = LONGEST, **options: Any
    ) -> Answer:
        """Send one request. Raises Missed when no answer comes, or one without an end."""
        try:
            asked = self.client.stream(method, self.url + path, **options)
            async with self.limit(within), asked as response:
                body = b""
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise Missed(f"{method} {path}: the answer is longer than a megabyte.")
        except TimeoutError:
            raise Missed(f"{method} {path}: no answer within {within:g} seconds.") from None
        except httpx.HTTPError as error:
            raise Missed(f"{method} {path}: {type(error).__name__}, no answer.") from None
        return Answer(response.status_code, body.decode(errors="replace"), response.headers)

    async def expect(self, path: str, status: int, value: Any = ..., **options: Any) -> Answer:
        """Send one request and see that status and JSON are as they should be. Raises Missed."""
        answer = await self.ask(path, **options)
        method = options.get("method", "GET")
        if answer.status != status:
            raise Missed(
                f"{method} {path}: expected status {status}, seen {answer.status}, "
                f"with {answer.body[:80]!r}."
            )
        if value is not ... and answer.json() != value:
            raise Missed(f"{method} {path}: expected {value!r}, seen {answer.body[:80]!r}.")
        return answer


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> Answer:
    """Read one answer, to the end of its connection. Raises Missed when it is none."""
    read = b""
    try:
        while piece := await reader.read(65536):
            read += piece
            if len(read) > LARGEST:
                raise Missed(f"GET {path}: the answer is longer than a megabyte.")
        head, _, body = read.partition(b"\r\n\r\n")
        return Answer(int(head.split()[1]), body.decode(errors="replace"), httpx.Headers())
    except (OSError, ValueError, IndexError):
        raise Missed(f"GET {path}: the connection ended without an answer.") from None
    finally:
        writer.close()
