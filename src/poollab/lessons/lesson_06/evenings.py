"""What becomes of a pool's connections in an evening: when guests come, and when nobody does."""

import asyncio
from collections.abc import Mapping
from typing import Any

from poollab.lessons.lesson_06.backends import grown_old
from poollab.lessons.lesson_06.guests import Ask, crowd
from poollab.postgres.instance import Postgres
from poollab.watch import LiveRecording

Open = tuple[int, int, int]
"""How many are open before the guests come, with them, and later."""


async def evenings(
    ask: Ask,
    pools: Mapping[str, Any],
    seen: Mapping[str, LiveRecording],
    *,
    floor: int,
    limit: int,
    idle: float,
) -> dict[str, Open]:
    """Have ``limit`` guests of each pool at once, and then nobody; return what is open.

    The last is three idle limits (of ``idle`` seconds) after the pool has shrunk to ``floor``. All
    pools have their evening at the same time. Raises ``PoolLabError`` if one does not shrink
    within 30 s.
    """
    all_ = [_evening(ask, pool, seen[name], floor, limit, idle) for name, pool in pools.items()]
    return dict(zip(pools, await asyncio.gather(*all_), strict=True))


async def _evening(
    ask: Ask, pool: Any, seen: LiveRecording, floor: int, limit: int, idle: float
) -> Open:
    before = (await seen.until(opening=0)).size
    crowded = len(set(await crowd(ask, pool, limit)))
    await seen.until(size=floor)
    await asyncio.sleep(3 * idle)  # it is to stay so
    return before, crowded, seen.sample().size


async def two_after(ask: Ask, pool: Any, db: Postgres, seconds: float) -> tuple[str, str]:
    """Open a connection, leave it idle until it is so old, then have two guests, one by one.

    Return for each whether the "old" connection served, or a "new" one. Raises ``IndexError`` if
    the old one is gone before anybody comes.
    """
    pid = await ask(pool)
    await grown_old(db, pid, seconds)
    first, second = ["old" if await ask(pool) == pid else "new" for _ in range(2)]
    return first, second
