"""What the server says of a pool's connections while nobody asks, or only one guest does."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from poollab.kitchen import until
from poollab.lessons.lesson_06.guests import Ask, crowd
from poollab.postgres.instance import Postgres

LOGGERS = ("asyncio", "asyncpg", "psycopg", "sqlalchemy.pool")
WITHIN = 20
"""Seconds within which a connection must have reached an age."""
ROUNDS = 10
"""For how many idle limits one guest asks on at most."""
_AGE = """SELECT extract(epoch FROM clock_timestamp() - backend_start)
            FROM pg_stat_activity WHERE pid = %s"""


def hush() -> None:
    """Have the libraries log nothing of the connections that this lesson breaks.

    In an app leave their loggers on.
    """
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


async def grown_old(db: Postgres, pid: int, seconds: float) -> float:
    """Wait until a backend has been there for so many seconds; return its age.

    Raises ``PoolLabError`` when it is not as old within 20 s, ``IndexError`` when it has gone.
    """

    def old() -> float | None:
        age = float(db.query(_AGE, pid)[0][0])
        return age if age >= seconds else None

    return float(await until(old, WITHIN))


async def left_open(ask: Ask, pools: Iterable[Any], db: Postgres, idle: float) -> list[int]:
    """Return how many connections each pool has, in the end, for one guest who asks on and on.

    Each pool opens three, then the guest asks until two pools have shrunk to one connection, or for
    ten times ``idle``, their idle limit in seconds; and then for twice as long as it, to see that
    it stays so.
    """
    used = [(pool, set(await crowd(ask, pool, 3))) for pool in pools]
    for _ in range(ROUNDS):
        await _keep_asking(ask, used, idle)
        if _count(db, used).count(1) == 2:
            break
    await _keep_asking(ask, used, 2 * idle)
    return _count(db, used)


async def _keep_asking(ask: Ask, used: list[tuple[Any, set[int]]], seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for pool, pids in used:
            pids.add(await ask(pool))


def _count(db: Postgres, used: list[tuple[Any, set[int]]]) -> list[int]:
    open_ = {pid for (pid,) in db.query("SELECT pid FROM pg_stat_activity")}
    return [len(pids & open_) for _, pids in used]
