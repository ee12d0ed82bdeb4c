"""What a pool looks like at one moment: a reader for each library."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from poollab.watch.readers import asyncpg_pool, psycopg_pools, sqlalchemy_pools
from poollab.watch.readers.inside import inside
from poollab.watch.readers.snapshot import Reader, Snapshot
from poollab.watch.readers.succession import Succession

__all__ = ["Reader", "Snapshot", "Succession", "reader"]


def reader(thing: Any) -> Reader:
    """Return what takes a ``Snapshot`` of a pool.

    An engine's pool is found in a session, too. Raises ``PoolLabError`` if there is none that can
    be watched.
    """
    pool = inside(thing)
    if isinstance(pool, asyncpg.Pool):
        return asyncpg_pool.reader(pool)
    if isinstance(pool, ConnectionPool | AsyncConnectionPool):
        return psycopg_pools.reader(pool)
    return sqlalchemy_pools.reader(pool)
