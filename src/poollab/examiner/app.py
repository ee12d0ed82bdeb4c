"""The learner's app, seen from outside: by HTTP, never for longer or more than is bounded."""

import asyncio
import json
from typing import Any, NamedTuple

import httpx

from poollab.examiner.verdict import Missed

LONGEST = 5  # seconds
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
        except ValueError:
            return self.body


class App:
    """An app that answers at ``url``."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        """Talk to it through this client."""
        self.client, self.url = client, url

    async def ask(self, path: str, method: str = "GET", **options: Any) -> Answer:
        """Send one request. Raises Missed when no answer comes, or one without an end."""
        try:
            async with asyncio.timeout(LONGEST):
                async with self.client.stream(method, self.url + path, **options) as response:
                    body = b""
                    async for piece in response.aiter_bytes():
                        body += piece
                        if len(body) > LARGEST:
                            raise Missed(f"{method} {path}: the answer is longer than a megabyte.")
        except TimeoutError:
            raise Missed(f"{method} {path}: no answer within {LONGEST} seconds.") from None
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
