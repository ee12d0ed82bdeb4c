"""What happens in which order when a request ends: a diary, written by app and dependency."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
from fastapi import FastAPI

from poollab.kitchen import until
from poollab.observer import Observer
from poollab.server import serve

WAYS = {"json": "JSON", "error": "HTTPException", "stream": "stream", "task": "background task"}
"""The paths that are asked, and what each is called."""


class Exits:
    """The diary, and a gate at which a stream and a task stop halfway."""

    def __init__(self, observer: Observer) -> None:
        self.diary: list[str] = []
        """What happened, in order, since the last request."""
        self.gate = threading.Event()
        """Open for whoever pauses, when it is set."""
        self._observer = observer

    async def pause(self, connection: Any) -> None:
        """Wait at the gate, then note whether the connection can still be asked."""
        self.diary.append("pause")
        await until(self.gate.is_set)
        try:
            await connection.fetchval("SELECT 1")
            self.diary.append("query: works")
        except asyncpg.InterfaceError as error:
            self.diary.append(f"query: {type(error).__name__}, {error}")

    async def rows(self, connection: Any) -> AsyncIterator[str]:
        """Yield two rows, with a pause between them."""
        yield "first row"
        await self.pause(connection)
        yield "second row"

    async def follow(self, app: FastAPI) -> dict[str, tuple[str, str, str]]:
        """Ask an app each of the ways; return by way the order, and the connection in the pause.

        The last of the three says how a query after the pause went.
        """
        with serve(self._noting(app), name="ways out") as place:
            return {name: await self._way(f"{place.url}/{way}") for way, name in WAYS.items()}

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

    async def _way(self, url: str) -> tuple[str, str, str]:
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
        return " → ".join(steps), seen, query.removeprefix("query: ")

    async def _seen(self) -> str:
        """Return what the server says of the connection."""
        if "CLOSED" in self.diary:
            await until(self._observer.nobody)  # its process takes a moment to go
        count = self._observer.backends()
        return f"open: {count} backend" if count else "gone"
