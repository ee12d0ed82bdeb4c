"""What the server says of a pool's connections while nobody asks, or only one guest does."""

import logging
import time
from collections.abc import Iterable, Mapping
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
_OPEN = "SELECT application_name, count(*) FROM pg_stat_activity GROUP BY 1"


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


async def left_open(ask: Ask, pools: Mapping[str, Any], db: Postgres, idle: float) -> list[int]:
    """Return how many connections each pool has, in the end, for one guest who asks on and on.

    The names are those that the pools' connections have on the server. Each pool opens three, then
    the guest asks until two pools have shrunk to one connection, or for ten times ``idle``, their
    idle limit in seconds; and then for twice as long as it, to see that it stays so.
    """
    for pool in pools.values():
        await crowd(ask, pool, 3)
    for _ in range(ROUNDS):
        await _keep_asking(ask, pools.values(), idle)
        if _count(db, pools).count(1) == 2:
            break
    await _keep_asking(ask, pools.values(), 2 * idle)
    return _count(db, pools)


async def _keep_asking(ask: Ask, pools: Iterable[Any], seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for pool in pools:
            await ask(pool)


def _count(db: Postgres, names: Iterable[str]) -> list[int]:
    found = dict(db.query(_OPEN))
    return [found.get(name, 0) for name in names]
