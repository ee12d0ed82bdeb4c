"""Guests who come to a pool at the same time.

``Ask`` is the lesson's own function: it borrows a connection of a pool, stays as long as the second
argument takes, and returns the pid of the backend that served it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

Stay = Callable[[], Awaitable[object]]
Ask = Callable[..., Awaitable[int]]

SEATED = 10
"""Seconds within which all of a crowd must have a connection."""
MOMENT = 0.1
"""Seconds that a crowd stays when all have one, so that a recording sees it."""


async def crowd(ask: Ask, pool: Any, count: int) -> list[int]:
    """Have so many guests hold a connection each at the same time; return the backends' pids.

    Nobody leaves before everybody has one. Raises ``TimeoutError`` if the pool can't seat them
    all, and what asking raises.
    """
    seated = asyncio.Barrier(count)

    async def sit() -> None:
        await seated.wait()
        await asyncio.sleep(MOMENT)

    guests = [asyncio.ensure_future(ask(pool, sit)) for _ in range(count)]
    try:
        async with asyncio.timeout(SEATED):
            return await asyncio.gather(*guests)
    finally:
        for guest in guests:
            guest.cancel()


async def at_once(ask: Ask, pool: Any, count: int = 3) -> int:
    """Have so many guests ask at once; return how many of them fail."""
    answers = [ask(pool) for _ in range(count)]
    told = await asyncio.gather(*answers, return_exceptions=True)
    return sum(isinstance(answer, Exception) for answer in told)


async def how_they_end(ask: Ask, pool: Any, limit: float, patience: float) -> list[str]:
    """Return how three requests end: one without a limit, one with it, then the next borrower.

    ``limit`` is that of an ``asyncio.timeout`` around the second one, ``patience`` how long we
    wait for the end of the first two; for the third it is a quarter of that. In seconds.
    """
    first_two = await _ends(ask, pool, [None, limit], patience, limit)
    return [*first_two, *await _ends(ask, pool, [None], patience / 4, limit)]


async def _ends(
    ask: Ask, pool: Any, limits: list[float | None], patience: float, unit: float
) -> list[str]:
    """Have a guest ask within each of these limits; say how each ends, if it does."""
    asked = [asyncio.create_task(_end(ask, pool, limit, unit)) for limit in limits]
    await asyncio.wait(asked, timeout=patience)
    return [task.result() if task.done() else "STILL HANGS" for task in asked]


async def _end(ask: Ask, pool: Any, limit: float | None, unit: float) -> str:
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(limit):
            await ask(pool)
        return "served"
    except Exception as error:
        times = (time.perf_counter() - begun) / unit
        return f"{type(error).__name__} after {times:.0f} x the limit"
