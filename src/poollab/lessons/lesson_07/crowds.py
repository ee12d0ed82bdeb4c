"""Many at once: in rounds, at a barrier, at random."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from random import expovariate
from time import perf_counter
from typing import Any, NamedTuple

import asyncpg  # type: ignore[import-untyped]

from poollab import load, watch
from poollab.errors import PoolLabError
from poollab.server import Server, serve


class Tried(NamedTuple):
    """A size that was tried: how many tasks got done with it, how many wait for ever."""

    size: int
    done: int
    wait: int


Task = Callable[[Any, int, asyncio.Barrier], Coroutine[Any, Any, None]]


def burst(server: Server) -> load.Result:
    """Have 64 clients ask for 300 orders, each for the next when it has one."""
    order = server.url + "/order"
    return load.clients(order, clients=64, requests=300, seconds=40, timeout=60, progress=False)


def in_rounds(apps: Mapping[int, Any]) -> dict[int, list[load.Result]]:
    """Serve all apps, by the sizes of their pools; return four bursts for each.

    In rounds, so that a disturbance does not look like a trend. Prints a dot for each burst.
    """
    bursts: dict[int, list[load.Result]] = {size: [] for size in apps}
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(serve(app, name=f"pool of {size}"))
            for size, app in apps.items()
        }
        for _ in load.fewer(range(4)):
            for size, server in servers.items():
                bursts[size].append(burst(server))
                print(".", end="")
    return bursts


async def sizes_tried(dsn: str, task: Task, tasks: int, each: int) -> list[Tried]:
    """Try bigger and bigger pools, until one has so many tasks, of so many connections, get done.

    It begins with the smallest in which all can take all but their last. Each task is called with
    the pool, how many connections it takes, and the barrier at which they meet.
    """
    tried: list[Tried] = []
    size = max(1, tasks * (each - 1))
    while not tried or tried[-1].done < tasks:
        async with asyncpg.create_pool(dsn, min_size=size, max_size=size) as pool:
            tried.append(Tried(size, *await _meet(pool, task, tasks, each)))
        size += 1
    return tried


def said(tried: Mapping[tuple[int, int], list[Tried]]) -> list[str]:
    """Return a line for each size that was tried, of so many tasks with so many connections."""
    return [
        f"{n} tasks x {m}, pool of {one.size}: {one.done} done, {one.wait} wait for ever"
        for (n, m), sizes in tried.items()
        for one in sizes
    ]


async def _meet(pool: Any, task: Task, tasks: int, each: int) -> tuple[int, int]:
    """Run the tasks until all are done or none can go on; return how many did, how many wait."""
    ready, waiting = asyncio.Barrier(tasks), 0
    running = [asyncio.create_task(task(pool, each, ready)) for _ in range(tasks)]
    with watch.pool(pool) as seen:
        while left := sum(not one.done() for one in running):
            waiting = seen.sample().waiting
            if waiting + ready.n_waiting == left:
                break  # a deadlock: nobody is there who could give back
            await asyncio.sleep(0.01)
    for one in running:
        one.cancel()
    ends = await asyncio.gather(*running, return_exceptions=True)
    return ends.count(None), waiting if left else 0


async def at_random(
    per_second: float, visit: Callable[[], Coroutine[Any, Any, None]], seconds: float
) -> float:
    """Start so many visits a second, at random moments; wait until the last is over.

    Returns the seconds that took. Raises ``PoolLabError`` for a rate that is not above 0.
    """
    if per_second <= 0:
        raise PoolLabError("The load must be above 0.")
    begin = due = perf_counter()
    async with asyncio.TaskGroup() as group:
        while due < begin + load.shorter(seconds):
            await asyncio.sleep(due - perf_counter())
            group.create_task(visit())
            due += expovariate(per_second)
    return perf_counter() - begin
