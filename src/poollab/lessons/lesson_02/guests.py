"""Guests who come five at a time, or one by one; and what a fresh Python loads."""

import asyncio
import subprocess
import sys

import httpx

from poollab.kitchen import until
from poollab.observer import Observer

Orders = list[asyncio.Task[httpx.Response]]


def modules_of(statement: str) -> set[str]:
    """Return the names of the modules that a fresh Python has loaded after a statement."""
    show = f"import sys; {statement}; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", show], text=True).split())


async def ask(url: str, requests: int) -> None:
    """Send so many requests, five at a time. Raises httpx.HTTPError unless all succeed."""
    limits = httpx.Limits(max_connections=5)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        for answer in await asyncio.gather(*[client.get(url) for _ in range(requests)]):
            answer.raise_for_status()


async def arrive(client: httpx.AsyncClient, path: str, guests: int, observer: Observer) -> Orders:
    """Let guests come one by one: the next when the last waits for the kitchen, or is answered.

    Raises ``PoolLabError`` when one does neither.
    """
    orders: Orders = []

    async def comes(waiting: int) -> None:
        orders.append(asyncio.create_task(client.get(path)))
        await until(lambda: orders[-1].done() or observer.waiting() > waiting)

    for _ in range(guests):
        await comes(observer.waiting())
    return orders
