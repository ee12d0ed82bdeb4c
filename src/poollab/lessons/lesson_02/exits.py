"""What happens in which order when a request ends: a diary, written by app and dependency."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
from fastapi import FastAPI

from poollab import draw
from poollab.kitchen import until
from poollab.observer import Observer
from poollab.server import serve

WAYS = {"json": "JSON", "error": "HTTPException", "stream": "stream", "task": "background task"}
"""The paths that are asked, and what each is called."""


@dataclass(frozen=True)
class Exit:
    """What was seen of one request."""

    steps: list[str]
    """What happened, in order."""
    in_the_pause: str
    """What the server said of the connection then."""
    query: str
    """How a query after the pause went."""


class Exits:
    """The diary, and a gate at which a stream and a task stop halfway."""

    def __init__(self, observer: Observer) -> None:
        self.diary: list[str] = []
        """What happened, in order, since the last request."""
        self.gate = threading.Event()
        """Open for whoever pauses, when it is set."""
        self.seen: dict[str, dict[str, Exit]] = {}
        """What was seen, by scope and by way."""
        self._observer = observer

    async def pause(self, connection: Any) -> None:
        """Wait at the gate, then note whether the connection can still be asked."""
        self.diary.append("pause")
        await until(self.gate.is_set)
        try:
            await connection.fetchval("SELECT 1")
            self.diary.append("query: works")
        except asyncpg.InterfaceError as error:
            self.diary.append(f"query: {type(error).__name__}: {error}")

    async def rows(self, connection: Any) -> AsyncIterator[str]:
        """Yield two rows, with a pause between them."""
        yield "first row"
        await self.pause(connection)
        yield "second row"

    async def follow(self, app: FastAPI, scope: str) -> None:
        """Ask an app, whose dependency has this scope, each of the ways; note what was seen."""
        with serve(self._noting(app), name="ways out") as place:
            self.seen[scope] = {
                name: await self._way(f"{place.url}/{way}") for way, name in WAYS.items()
            }

    def picture(self) -> draw.Picture:
        """Draw until when the connection was open, by way and by scope."""
        return draw.order(
            {
                f'{way}, "{scope}"': self.seen[scope][way].steps
                for way in WAYS.values()
                for scope in self.seen
            },
            until="CLOSED",
            bar="the connection is open",
            title="By default the connection closes last, except after an error; "
            "with “function”, right after the endpoint",
            text=" ".join(
                f"CLOSED with {name}: {_said(ways)}." for name, ways in self.seen.items()
            ),
        )

    def _noting(self, app: FastAPI) -> Any:
        """Return the app with notes of when its answer's bytes are handed to uvicorn."""

        async def noted(scope: Any, receive: Any, send: Any) -> None:
            async def noting(message: Any) -> None:
                await send(message)
                if message["type"] == "http.response.start":
                    self.diary.append("first byte")
                elif message["type"] == "http.response.body" and not message.get("more_body"):
                    self.diary.append("last byte")

            await app(scope, receive, noting)
            if scope["type"] == "http":
                self.diary.append("over")

        return noted

    async def _way(self, url: str) -> Exit:
        """Send a request; open the gate when the server has been asked what it sees."""
        await until(self._observer.nobody)
        self.diary.clear()
        self.gate.clear()
        async with httpx.AsyncClient(timeout=60) as client:
            order = asyncio.create_task(client.get(url))
            await until(lambda: "pause" in self.diary or order.done())
            seen = await self._seen() if "pause" in self.diary else "-"
            self.gate.set()
            await order
        await until(lambda: "over" in self.diary)
        query = next((line for line in self.diary if line.startswith("query: ")), "query: -")
        steps = [line for line in self.diary if line not in ("over", query)]
        return Exit(steps, seen, query.removeprefix("query: "))

    async def _seen(self) -> str:
        """Return what the server says of the connection."""
        if "CLOSED" in self.diary:
            await until(self._observer.nobody)  # its process takes a moment to go
        count = self._observer.backends()
        return f"open: {count} backend" if count else "gone"


def _said(ways: Mapping[str, Exit]) -> str:
    """Say of each way what came just before the closing."""
    last = {way: one.steps[one.steps.index("CLOSED") - 1] for way, one in ways.items()}
    return ", ".join(f"{way} after the {step}" for way, step in last.items())
