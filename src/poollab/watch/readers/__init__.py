"""What a pool looks like at one moment: a reader for each library."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import NullPool, QueuePool

from poollab.errors import PoolLabError
from poollab.watch.readers import asyncpg_pool, psycopg_pools, sqlalchemy_pools
from poollab.watch.readers.snapshot import Reader, Snapshot

__all__ = ["Reader", "Snapshot", "reader"]


def reader(pool: Any) -> Reader:
    """Return the function that takes a ``Snapshot`` of this pool, from any thread.

    Raises ``PoolLabError`` if it is no pool that can be watched.
    """
    if isinstance(pool, asyncpg.Pool):
        return asyncpg_pool.reader(pool)
    if isinstance(pool, ConnectionPool | AsyncConnectionPool):
        return psycopg_pools.reader(pool)
    engine = pool.sync_engine if isinstance(pool, AsyncEngine) else pool
    if isinstance(getattr(engine, "pool", engine), QueuePool | NullPool):
        return sqlalchemy_pools.reader(engine)
    raise PoolLabError(
        f"A {type(pool).__name__} can't be watched: give an asyncpg pool, an SQLAlchemy engine "
        "(sync or async, with its own pool or NullPool) or a pool of psycopg_pool."
    )
