"""What becomes of a connection whose task is cancelled, at each of three moments."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple

from poollab import watch
from poollab.kitchen import Kitchen, until

WAITING, QUERYING, BETWEEN = MOMENTS = (
    "waiting for a connection", "in mid-query", "between queries",
)  # fmt: skip
"""When a guest is cancelled."""
MEAL = "SELECT 1 FROM pg_advisory_xact_lock_shared(1)"

Ask = Callable[[str], Awaitable[Any]]
Lend = Callable[[Any], AbstractAsyncContextManager[Ask]]


class Fate(NamedTuple):
    """What was found after a cancellation."""

    backend: str
    """``kept``, or ``ended``: whether the pool lends the same backend again."""
    committed: str
    """Whether what the cancelled guest had written is there: ``yes``, ``no`` or ``never written``.
    """


async def fate(when: str, lend: Lend, pool: Any, dsn: str) -> Fate:
    """Cancel a guest at a moment of ``MOMENTS``; return what became of connection and order.

    ``lend(pool)`` gives ``ask(sql)`` in a transaction; the pool lends one connection. Raises
    ``PoolLabError`` if the server still works at the query, ``TimeoutError`` if the pool can't
    lend any more.
    """
    async with Kitchen(dsn) as kitchen:
        await kitchen.execute("CREATE TABLE IF NOT EXISTS orders (dish text)")
        await kitchen.execute("TRUNCATE orders")
        before, stayed = await _cancelled(when, lend, pool, kitchen)
        async with asyncio.timeout(30):
            async with lend(pool) as ask:  # the pool must still be able to lend
                after = await ask("SELECT pg_backend_pid()")
                orders = await ask("SELECT count(*) FROM orders")
            await until(lambda: after == before or _gone(before, kitchen))
    committed = "yes" if orders != stayed else "never written" if stayed else "no"
    return Fate("kept" if after == before else "ended", committed)


async def _gone(pid: int, kitchen: Kitchen) -> bool:
    """Return whether the server has ended a backend."""
    return pid not in await kitchen.states()


async def _guest(lend: Lend, pool: Any, lingers: asyncio.Event | None = None) -> None:
    """Write an order, linger if asked to, and wait for the kitchen: in one transaction."""
    async with lend(pool) as ask:
        await ask("INSERT INTO orders VALUES ('soup') RETURNING dish")
        if lingers:
            lingers.set()
            await asyncio.Event().wait()  # such as a service that doesn't answer
        await ask(MEAL)


async def _cancelled(when: str, lend: Lend, pool: Any, kitchen: Kitchen) -> tuple[int, int]:
    """Cancel a guest; return the backend that the pool lent before, and how many others stayed."""
    async with lend(pool) as ask:
        before: int = await ask("SELECT pg_backend_pid()")
    lingers = asyncio.Event() if when == BETWEEN else None
    tasks = [asyncio.create_task(_guest(lend, pool, lingers))]
    try:
        await (lingers.wait() if lingers else kitchen.guests(1))
        if when == WAITING:
            tasks.append(asyncio.create_task(_guest(lend, pool)))
            with watch.pool(pool) as seen:
                await seen.until(waiting=1)
        tasks[-1].cancel()
        await _dropped(tasks, kitchen)
        await kitchen.serve()
    finally:
        await _ended(tasks)
    assert tasks[-1].cancelled()
    return before, len(tasks) - 1


async def _ended(tasks: list["asyncio.Task[None]"]) -> None:
    """Wait for tasks; one that hangs is cancelled, lest a pool waits for its connection."""
    await asyncio.wait(tasks, timeout=15)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def _dropped(tasks: list["asyncio.Task[None]"], kitchen: Kitchen) -> None:
    """Wait until the last task has ended and the server has dropped its query, unserved."""

    async def dropped() -> bool:
        return tasks[-1].done() and len(await kitchen.guests(0)) < len(tasks)

    await until(dropped)
