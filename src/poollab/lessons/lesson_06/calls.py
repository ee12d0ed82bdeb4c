"""A service that takes its time, and three guests of an endpoint that calls it."""

import asyncio
from typing import Any

import httpx

from poollab.errors import PoolLabError
from poollab.kitchen import until
from poollab.pgbouncer.instance import PgBouncer
from poollab.watch import LiveRecording

GUESTS = 3
LOOK = 2
"""Seconds to look at a live view meanwhile, if somebody can be looking."""


class SlowService:
    """A service of which each call lasts until it answers: not a sleep, a wait for a word.

    ``await service.call()`` belongs into an endpoint; who asks the endpoint lets it answer.
    """

    def __init__(self) -> None:
        self.calls = 0
        """How many calls are under way."""
        self._answers = asyncio.Event()

    async def call(self) -> None:
        """Call it, and wait for the answer."""
        self.calls += 1
        try:
            await self._answers.wait()
        finally:
            self.calls -= 1

    def answer(self) -> None:
        """Answer all calls, and those to come at once, until ``be_slow()``."""
        self._answers.set()

    def be_slow(self) -> None:
        """Let the calls to come wait."""
        self._answers.clear()


async def three_guests(url: str, service: SlowService, seen: LiveRecording) -> tuple[int, int, str]:
    """Have three guests ask at once; return what has become of them while the service is slow.

    That is: how many are in the call, how many wait for the pool's only connection, and what the
    server says of it. To be run in the app's event loop, where nothing moves while we look.
    ``seen`` records the app's pool and its server. Raises ``PoolLabError`` if a guest neither
    calls nor waits within 15 s, or gets no good answer.
    """
    service.be_slow()
    async with httpx.AsyncClient(timeout=40, verify=False) as client:
        asked = [asyncio.create_task(client.post(url)) for _ in range(GUESTS)]
        try:
            await until(lambda: service.calls + seen.sample().waiting == GUESTS)
            now = seen.sample()
            state = next((one.state for one in seen.backends if one.pid == now.pids[0]), None)
            await seen.time_to_look(LOOK)
        finally:
            service.answer()
            answers = await asyncio.gather(*asked)
    if not all(answer.is_success for answer in answers):
        raise PoolLabError(f"{url} answered {[answer.status_code for answer in answers]}.")
    await seen.until(in_use=0)
    return GUESTS - now.waiting, now.waiting, str(state)


async def first_waiting(bouncer: PgBouncer) -> dict[str, Any]:
    """Wait until a client waits in PgBouncer; return the row of its pool in ``SHOW POOLS``.

    Raises ``PoolLabError`` if nobody waits within 20 s.
    """
    rows = await until(lambda: [row for row in bouncer.show("POOLS") if row["cl_waiting"]], 20)
    return dict(rows[0])
