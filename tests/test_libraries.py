"""Pools of three libraries, used in one way."""

import asyncio

import asyncpg  # type: ignore[import-untyped]
import pytest
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy.exc import TimeoutError as SQLAlchemyTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine

from poollab import watch
from poollab.libraries import defaults, failures, lend, opened, pid, rush
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


def test_requests_that_fail_after_a_kill_are_returned(db: Postgres) -> None:
    async def evening() -> list[int]:
        found = []
        for pool, heard in (
            (AsyncConnectionPool(db.dsn, min_size=2, open=False), False),
            (asyncpg.create_pool(db.dsn, min_size=2, max_size=2), True),
            (asyncpg.create_pool(db.dsn, min_size=2, max_size=2), False),
        ):
            async with opened(pool):
                with watch.pool(pool) as seen:
                    errors = await failures(
                        pool, seen, db.kill, connections=2, requests=3, heard=heard
                    )
            found.append(len(errors))
        return found

    psycopg, after_the_news, before_it = asyncio.run(evening())
    assert (psycopg, after_the_news) == (2, 0)
    assert before_it >= 1


def test_defaults_are_those_of_the_installed_library(db: Postgres) -> None:
    async def menus() -> list[dict[str, str]]:
        return [
            defaults(asyncpg.create_pool(db.dsn)),
            defaults(create_async_engine(url(db))),
            defaults(ConnectionPool(db.dsn, open=False)),
        ]

    asyncpgs, sqlalchemys, psycopgs = asyncio.run(menus())
    assert asyncpgs.keys() == sqlalchemys.keys() == psycopgs.keys()
    assert asyncpgs["a guest waits at most, s"] == "timeout = None"
    assert sqlalchemys["a guest waits at most, s"] == "timeout = 30.0"
    assert asyncpgs["checked when lent"] == "no such setting"
    assert sqlalchemys["checked when lent"] == "pre_ping = False"
    assert psycopgs["checked when lent"] == "check = None"
