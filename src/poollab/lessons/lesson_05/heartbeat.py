"""The heartbeat of an app's event loop, before, while and after a query waits in the database."""

import asyncio
import time
from typing import NamedTuple

import httpx
from fastapi import FastAPI

from poollab.kitchen import Kitchen
from poollab.server import serve

EVERY = 0.02
"""Seconds from one beat to the next, if the loop is free."""
AROUND = 0.3
"""Seconds of beats before and after, to compare with."""


class Held(NamedTuple):
    """What was seen while a query waited; times in seconds since the server saw it wait."""

    health_answered: bool
    """Whether ``/health`` was answered meanwhile."""
    seconds: float
    """For how long the server is known to have seen the query wait."""
    beats: list[float]
    """All moments at which the heart beat."""

    @property
    def beats_meanwhile(self) -> int:
        """How many beats there were while the query waited."""
        return sum(0 < moment < self.seconds for moment in self.beats)


async def hold(app: FastAPI, dsn: str, path: str) -> Held:
    """Serve the app, have it order at ``path``, and let the order wait for a second.

    Meanwhile ``/health`` is asked, and a heart beats in the app's loop. Raises ``PoolLabError``
    if the order doesn't come to the kitchen.
    """
    beats: list[float] = []
    with serve(app) as server:
        heart = server.run(_start(beats))
        async with Kitchen(dsn) as kitchen, httpx.AsyncClient(base_url=server.url) as client:
            await asyncio.sleep(AROUND)
            order = asyncio.create_task(client.get(path, timeout=30))
            await kitchen.guests(1)
            start = time.perf_counter()  # the server has confirmed: the query waits
            health = asyncio.create_task(client.get("/health", timeout=30))
            await asyncio.sleep(1)
            answered = health.done()
            await kitchen.guests(1)
            end = time.perf_counter()  # and confirmed again: it still does
            await kitchen.serve()
            await asyncio.gather(order, health)
            await asyncio.sleep(AROUND)
        server.run(_end(heart))
    return Held(answered, end - start, [moment - start for moment in beats])


async def _start(beats: list[float]) -> "asyncio.Task[None]":
    """Start a heart in the loop that runs this."""
    return asyncio.create_task(_beat(beats))


async def _beat(beats: list[float]) -> None:
    """Note the time again and again: whenever the loop gets round to it."""
    while True:
        beats.append(time.perf_counter())
        await asyncio.sleep(EVERY)


async def _end(heart: "asyncio.Task[None]") -> None:
    heart.cancel()
    await asyncio.wait([heart])
