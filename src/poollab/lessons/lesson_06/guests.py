"""Guests who come to a pool at the same time.

``Ask`` is the lesson's own function: it borrows a connection of a pool, stays as long as the second
argument takes, and returns the pid of the backend that served it.
"""

import asyncio
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
