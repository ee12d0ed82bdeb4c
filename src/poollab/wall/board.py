"""What is on the wall now, told to every page that is open: with one query for all of them."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from fastapi.sse import ServerSentEvent

from poollab.course import TASKS
from poollab.wall.lending import CUT_OFF, MeteredPool, NoConnection
from poollab.wall.seats import room

EVERY = 0.2
"""Seconds from one look to the next: 300 reports at once are a few pictures, not 300."""

log = logging.getLogger("uvicorn.error")


class Board:
    """The newest picture of the room and of the pool. A page that waits holds no connection."""

    def __init__(self, pool: MeteredPool) -> None:
        self._pool = pool
        self._is_old = True
        self._latest: dict[str, str] = {}
        self._news = asyncio.Condition()

    def changed(self) -> None:
        """Have the room looked at anew."""
        self._is_old = True

    async def follow(self) -> None:
        """Look again and again, until this task is cancelled."""
        while True:
            if self._is_old:
                self._is_old = False  # before the look: what comes meanwhile needs another
                await self._look()
            await self._show("pool", self._pool.figures())
            await asyncio.sleep(EVERY)

    async def _look(self) -> None:
        """Read the room. Without the server the last picture stays, and says that it is old."""
        try:
            async with self._pool.lend("the board") as connection:
                seats = await room(connection)
        except (NoConnection, *CUT_OFF) as error:
            log.warning("The room could not be read: %r", error)
            self._is_old = True
            await self._show("trouble", True)
        else:
            await self._show("room", {"tasks": TASKS, "seats": seats})
            await self._show("trouble", False)

    async def _show(self, kind: str, what: Any) -> None:
        """Tell the pages, if it is something new."""
        text = json.dumps(what)
        if self._latest.get(kind) != text:
            async with self._news:
                self._latest[kind] = text
                self._news.notify_all()

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield what is there, then what is new. Who reads slowly misses some, never the last."""
        seen: dict[str, str] = {}
        while True:
            for kind, text in list(self._latest.items()):
                if seen.get(kind) != text:
                    seen[kind] = text
                    yield ServerSentEvent(event=kind, raw_data=text)
            async with self._news:
                while seen == self._latest:
                    await self._news.wait()
