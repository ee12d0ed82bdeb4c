"""Pools whose connections vanish, as behind a firewall that forgets them, and how requests end."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from poollab import wire
from poollab.lessons.lesson_06.guests import Ask, crowd

HANGS = "STILL HANGS"


@asynccontextmanager
async def behind_a_tap(
    ask: Ask, dsn: str, made: Callable[[str], Mapping[str, Any]]
) -> AsyncIterator[tuple[wire.Tap, dict[str, Any]]]:
    """Open pools that reach their server through a tap; two connections of each are open.

    ``made`` makes the pools for a DSN, by their names. At the end the tap cuts what still hangs,
    and then the pools close. Raises what opening and asking raise.
    """
    pools: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        with wire.record(dsn) as tap:
            for name, pool in made(tap.dsn).items():
                pools[name] = await stack.enter_async_context(pool)
                await crowd(ask, pools[name], 2)
            yield tap, pools


async def how_they_end(
    ask: Ask, pools: Mapping[str, Any], limit: float, patience: float
) -> dict[str, list[str]]:
    """Return how three requests to each pool end, all pools at the same time.

    The first has no limit, the second comes with it, within an ``asyncio.timeout`` of ``limit``.
    We wait ``patience`` for the end of both; then comes the next borrower, and has a quarter of
    that. All in seconds.
    """
    rows = await asyncio.gather(*[_three(ask, pool, limit, patience) for pool in pools.values()])
    return dict(zip(pools, rows, strict=True))


async def _three(ask: Ask, pool: Any, limit: float, patience: float) -> list[str]:
    first_two = await _ends(ask, pool, [None, limit], patience)
    return [*first_two, *await _ends(ask, pool, [None], patience / 4)]


async def _ends(ask: Ask, pool: Any, limits: list[float | None], patience: float) -> list[str]:
    """Have a guest ask within each of these limits; say how each ends, if it does."""
    asked = [asyncio.create_task(_end(ask, pool, limit)) for limit in limits]
    await asyncio.wait(asked, timeout=patience)
    return [task.result() if task.done() else HANGS for task in asked]


async def _end(ask: Ask, pool: Any, limit: float | None) -> str:
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(limit):
            await ask(pool)
        return "served"
    except Exception as error:
        return f"{type(error).__name__} after {time.perf_counter() - begun:.1f}\N{NO-BREAK SPACE}s"
