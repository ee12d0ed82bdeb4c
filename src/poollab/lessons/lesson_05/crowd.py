"""Sixty requests at once, and the standstill of threads and connections that may come of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from anyio.to_thread import current_default_thread_limiter

from poollab.kitchen import Kitchen, until
from poollab.server import Server
from poollab.watch import LiveRecording

REQUESTS = 60
THREADS = 40
"""How many threads FastAPI's plain ``def`` functions share, unless one sets another number."""
CONNECTIONS = 15
"""How many connections an engine of SQLAlchemy lends at once, unless one sets another number."""
Orders = list["asyncio.Task[httpx.Response]"]


async def _threads(allowed: int = THREADS) -> tuple[int, int, int]:
    """Allow the app's loop so many threads; return how many are busy and waited for, and tasks."""
    limiter = current_default_thread_limiter()
    limiter.total_tokens = allowed
    seen = limiter.statistics()
    return seen.borrowed_tokens, seen.tasks_waiting, len(asyncio.all_tasks())


@asynccontextmanager
async def rush(
    place: Server, dsn: str, path: str, seated: int = REQUESTS
) -> AsyncIterator[tuple[Kitchen, Orders]]:
    """Send sixty requests that count as one moment; yield the kitchen and the requests.

    No thread works until all are there. The kitchen holds the first queries back until ``seated``
    requests have a thread or wait for one; then it serves. The block ends when all are answered.
    Raises ``PoolLabError`` if they don't come.
    """
    client = httpx.AsyncClient(base_url=place.url, timeout=60)
    async with Kitchen(dsn) as kitchen, client:
        *_, idle = place.run(_threads(allowed=0))
        orders = [asyncio.create_task(client.get(path)) for _ in range(REQUESTS)]
        try:
            await until(lambda: place.run(_threads(allowed=0))[2] >= idle + REQUESTS)
            place.run(_threads())
            await kitchen.guests(CONNECTIONS)
            await until(lambda: sum(place.run(_threads())[:2]) >= seated)
            await kitchen.serve()
            yield kitchen, orders
            await asyncio.wait(orders)
        finally:
            for order in orders:
                order.cancel()


async def standstill(place: Server, seen: LiveRecording, kitchen: Kitchen) -> dict[str, int]:
    """Look until nobody can go on; return the counts.

    Raises ``PoolLabError`` if after half a minute somebody still can.
    """
    now: dict[str, int] = {}

    async def stuck() -> bool:
        nonlocal now
        before, now = now, await _counts(place, seen, kitchen)
        return now == before and _in_a_circle(*now.values())  # meanwhile the loop has gone round

    await until(stuck, within=30)
    return now


def _in_a_circle(busy: int, waiting: int, queue: int, holding: int, idle: int) -> bool:
    """Say whether all threads wait for connections, and whoever holds one waits for a thread."""
    return busy == waiting and holding == idle <= queue


async def _counts(place: Server, seen: LiveRecording, kitchen: Kitchen) -> dict[str, int]:
    """Ask the threads, the pool and the server."""
    (busy, queue, _), pool = place.run(_threads()), seen.sample()
    states = list((await kitchen.states()).values())
    return {
        "threads busy": busy,
        "… of these, waiting for a connection": pool.waiting,
        "requests waiting for a thread": queue,
        "… of these, holding a connection": pool.in_use - (busy - pool.waiting),
        "… of these, idle in transaction": states.count("idle in transaction"),
    }
