"""Many at once: in rounds, at a barrier, at random."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from random import expovariate
from time import perf_counter
from typing import Any

from poollab import load, watch
from poollab.errors import PoolLabError
from poollab.server import Server, serve

Task = Callable[[Any, int, asyncio.Barrier], Coroutine[Any, Any, None]]


def in_rounds(
    apps: Mapping[int, Any], ask: Callable[[Server], load.Result]
) -> dict[int, list[load.Result]]:
    """Serve all apps, by the sizes of their pools, and ask each in turn, three times.

    In rounds, so that a disturbance does not look like a trend. Prints a dot for each burst.
    """
    bursts: dict[int, list[load.Result]] = {size: [] for size in apps}
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(serve(app, name=f"pool of {size}"))
            for size, app in apps.items()
        }
        for _ in load.fewer(range(3)):
            for size, server in servers.items():
                bursts[size].append(ask(server))
                print(".", end="")
    return bursts


async def meet(pool: Any, task: Task, tasks: int, each: int) -> tuple[int, int]:
    """Run so many tasks that meet at a barrier, until all are done or none can go on.

    Each is called with the pool, how many connections it takes, and the barrier. Returns how many
    got done and how many wait for ever.
    """
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
