"""Pools of three libraries, used in one way."""

import asyncio

import asyncpg  # type: ignore[import-untyped]
import pytest
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy.exc import TimeoutError as SQLAlchemyTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine

from poollab import watch
from poollab.libraries import lend, opened, patience, pid, rush
from poollab.postgres.instance import Postgres


def url(db: Postgres) -> str:
    return db.dsn.replace("postgresql://", "postgresql+asyncpg://")


def test_a_rush_waits_where_the_limit_is_and_leaves_what_is_kept(db: Postgres) -> None:
    async def evening() -> None:
        for pool, busy, quiet in (
            (asyncpg.create_pool(db.dsn, min_size=1, max_size=3), (3, 2), 3),
            (create_async_engine(url(db), pool_size=2, max_overflow=1), (3, 2), 2),
            (AsyncConnectionPool(db.dsn, min_size=1, max_size=3, open=False), (3, 2), 3),
        ):
            async with opened(pool):
                with watch.pool(pool) as seen:
                    found = await rush(pool, seen, guests=5)
            assert (found.busy.in_use, found.busy.waiting) == busy
            assert found.quiet.size == quiet and not found.turned_away

    asyncio.run(evening())


def test_who_is_turned_away_is_counted_and_if_all_are_it_is_raised(db: Postgres) -> None:
    async def evening() -> None:
        engine = create_async_engine(url(db), pool_size=1, max_overflow=0, pool_timeout=0.1)
        async with opened(engine):
            with watch.pool(engine) as seen:
                found = await rush(engine, seen, guests=3, told_within=5)
                assert (found.busy.in_use, found.busy.waiting) == (1, 0)
                assert [type(e) for e in found.turned_away] == [SQLAlchemyTimeoutError] * 2
                async with lend(engine) as connection:
                    assert await pid(connection) in seen.pids
                    with pytest.raises(SQLAlchemyTimeoutError):
                        await rush(engine, seen, guests=1)

    asyncio.run(evening())


def test_patience_is_that_of_the_installed_library(db: Postgres) -> None:
    async def read() -> list[str]:
        pools = (
            asyncpg.create_pool(db.dsn),
            create_async_engine(url(db)),
            ConnectionPool(db.dsn, open=False),
        )
        return [patience(pool) for pool in pools]

    assert asyncio.run(read()) == ["acquire(timeout=None)", "pool_timeout=30.0", "timeout=30.0"]
