"""Each library's pool at the turnstile: what its reader says, against what the server says."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from crowd import Crowd, Turnstile, each_pool
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolTimeout
from sqlalchemy import create_engine, text
from waiting import until

from poollab import watch
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.watch.readers import reader


@each_pool
def test_three_are_in_use_and_five_wait(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as recording:
        assert recording.limit == 3
        asked = [crowd.ask(turnstile.sql) for _ in range(8)]
        until(lambda: len(turnstile.blocked()) == 3)
        until(lambda: recording.sample().waiting == 5)
        sample = recording.sample()
        assert (sample.size, sample.in_use, sample.idle, sample.waiting) == (3, 3, 0, 5)
        assert set(sample.pids_in_use) == turnstile.blocked()
        turnstile.open()
        for request in asked:
            request.result()
        until(lambda: recording.sample().in_use == 0)
        sample = recording.sample()
        assert (sample.size, sample.in_use, sample.idle, sample.waiting) == (3, 0, 3, 0)
    assert (recording.most_open, recording.most_in_use) == (3, 3)
    assert recording.most_waiting >= 5  # more while the first connections were being opened
    assert set(recording.pids) == set(sample.pids)


@each_pool
def test_what_was_lent_before_the_recording_is_seen(crowd: Crowd, turnstile: Turnstile) -> None:
    crowd.ask("select 1").result()
    asked = [crowd.ask(turnstile.sql) for _ in range(4)]
    until(lambda: len(turnstile.blocked()) == 3)
    with watch.pool(crowd.pool) as recording:
        until(lambda: recording.sample().waiting == 1)
        sample = recording.sample()
        assert (sample.size, sample.in_use) == (3, 3)
        assert set(sample.pids_in_use) == turnstile.blocked()
        turnstile.open()
        for request in asked:
            request.result()


@each_pool
def test_two_recordings_of_one_pool_say_the_same(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as first, watch.pool(crowd.pool) as second:
        first.stop()
        request = crowd.ask(turnstile.sql)
        until(lambda: len(turnstile.blocked()) == 1)
        with watch.pool(crowd.pool) as third:
            assert second.sample().pids_in_use == third.sample().pids_in_use
            assert set(third.sample().pids_in_use) == turnstile.blocked()
        turnstile.open()
        request.result()


@pytest.mark.parametrize("crowd", ["asyncpg", "sqlalchemy async", "psycopg async"], indirect=True)
def test_a_cancelled_request_no_longer_waits(crowd: Crowd, turnstile: Turnstile) -> None:
    asked = [crowd.ask(turnstile.sql) for _ in range(5)]
    until(lambda: len(turnstile.blocked()) == 3)
    with watch.pool(crowd.pool) as recording:
        until(lambda: recording.sample().waiting == 2)
        asked[-1].cancel()
        until(lambda: recording.sample().waiting == 1)
        assert recording.sample().in_use == 3
        turnstile.open()
        for request in asked[:-1]:
            request.result()


def test_psycopg_requests_that_gave_up_no_longer_wait(db: Postgres) -> None:
    with ConnectionPool(db.dsn, max_size=1, min_size=1) as pool, pool.connection():
        with pytest.raises(PoolTimeout):
            pool.getconn(timeout=0.01)
        assert pool.get_stats()["requests_waiting"] == 1, "the quirk is gone: read it plainly"
        with watch.pool(pool) as recording:
            assert recording.sample().waiting == 0


def test_psycopg_pool_is_told_of_new_connections_as_before(db: Postgres) -> None:
    told: list[psycopg.Connection[Any]] = []
    with ConnectionPool(db.dsn, min_size=1, configure=told.append) as pool:
        with watch.pool(pool):
            hook = pool._configure
        with watch.pool(pool) as recording:
            assert pool._configure is hook, "hooks pile up"
            until(lambda: recording.sample().idle == 1)
        pool.resize(2)
        pool.wait()
    assert len(told) == 2


def test_async_psycopg_pool_is_told_of_new_connections_as_before(db: Postgres) -> None:
    told: list[psycopg.AsyncConnection[Any]] = []

    async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
        told.append(connection)

    async def opened() -> None:
        pool = AsyncConnectionPool(db.dsn, min_size=1, configure=configure, open=False)
        with watch.pool(pool) as recording:
            await pool.open(wait=True)
            assert recording.sample().idle == 1
            await pool.close()

    asyncio.run(opened())
    assert len(told) == 1


def test_psycopg_pool_that_closes_does_not_look_busy(db: Postgres) -> None:
    being_cleaned, cleaned = threading.Event(), threading.Event()

    def reset(_: object) -> None:
        being_cleaned.set()
        cleaned.wait(20)

    pool = ConnectionPool(db.dsn, min_size=2, open=True, reset=reset)
    pool.wait()
    with watch.pool(pool) as recording:
        connection = pool.getconn()
        pid = connection.info.backend_pid
        pool.putconn(connection)  # its cleaning keeps a worker, and so the closing, from ending
        assert being_cleaned.wait(20)
        closing = threading.Thread(target=pool.close, args=(20,))
        closing.start()
        until(lambda: pool.closed)
        sample = recording.sample()
        assert (sample.size, sample.pids_in_use) == (2, (pid,))
        cleaned.set()
        closing.join()


def test_sqlalchemy_request_that_gave_up_no_longer_waits(db: Postgres) -> None:
    engine = create_engine(db.dsn, pool_size=1, max_overflow=0, pool_timeout=0.01)
    with watch.pool(engine) as recording, engine.connect():
        with pytest.raises(Exception, match="QueuePool limit"):
            engine.connect()
        assert recording.sample().waiting == 0
    engine.dispose()


def test_sqlalchemy_lost_connection_is_not_idle(db: Postgres) -> None:
    engine = create_engine(db.dsn, pool_size=2)
    with watch.pool(engine) as recording:
        with engine.connect() as connection:
            connection.invalidate()
        assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
        assert recording.sample().size == 0
        with engine.connect() as connection:
            pid = connection.scalar(text("select pg_backend_pid()"))
            assert recording.sample().pids_in_use == (pid,)
    engine.dispose()


def test_sqlalchemy_overflow_is_open_while_it_is_used(db: Postgres) -> None:
    engine = create_engine(db.dsn, pool_size=1, max_overflow=1)
    with watch.pool(engine) as recording:
        assert (recording.limit, recording.sample().size) == (2, 0)
        with engine.connect(), engine.connect():
            assert (recording.sample().in_use, recording.sample().idle) == (2, 0)
        assert (recording.sample().in_use, recording.sample().idle) == (0, 1)
    engine.dispose()


def test_sqlalchemy_replaced_pool_is_followed(db: Postgres) -> None:
    engine = create_engine(db.dsn, pool_size=2)
    with watch.pool(engine) as recording:
        with engine.connect() as old:
            engine.dispose()
            with engine.connect() as new:
                pids = {old.scalar(text("select pg_backend_pid()"))}
                pids.add(new.scalar(text("select pg_backend_pid()")))
                assert set(recording.sample().pids_in_use) == pids
        assert recording.sample().in_use == 0
    assert [text for _, text in recording.notes] == [
        "the engine was disposed of: it has a new pool"
    ]
    engine.dispose()


@pytest.mark.parametrize("crowd", ["sqlalchemy, no pool"], indirect=True)
def test_without_a_pool_nobody_waits_and_nothing_stays(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as recording:
        asked = [crowd.ask(turnstile.sql) for _ in range(4)]
        until(lambda: len(turnstile.blocked()) == 4)
        sample = recording.sample()
        assert (recording.limit, sample.in_use, sample.idle, sample.waiting) == (None, 4, 0, 0)
        turnstile.open()
        for request in asked:
            request.result()
        until(lambda: recording.sample().size == 0)


@pytest.mark.parametrize("crowd", ["asyncpg"], indirect=True)
def test_asyncpg_says_the_same_in_public(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as recording:
        asked = [crowd.ask(turnstile.sql) for _ in range(2)]
        until(lambda: len(turnstile.blocked()) == 2)
        sample = recording.sample()
        assert (sample.size, sample.idle) == (crowd.pool.get_size(), crowd.pool.get_idle_size())
        turnstile.open()
        for request in asked:
            request.result()


@pytest.mark.parametrize("crowd", ["asyncpg"], indirect=True)
def test_a_killed_backend_leaves_the_pool(crowd: Crowd, db: Postgres) -> None:
    crowd.ask("select 1").result()
    with watch.pool(crowd.pool) as recording:
        (pid,) = recording.sample().pids
        assert db.kill(pid)
        until(lambda: recording.sample().size == 0)
        assert recording.pids == [pid]


def test_asyncpg_connection_killed_in_the_middle_of_a_query(
    db: Postgres, turnstile: Turnstile
) -> None:
    async def killed() -> None:
        async with asyncpg.create_pool(db.dsn, min_size=0) as pool:
            with watch.pool(pool) as recording:
                connection = await pool.acquire()
                query = asyncio.create_task(connection.execute(turnstile.sql))
                await asyncio.to_thread(until, turnstile.blocked)
                assert recording.sample().in_use == 1
                assert await asyncio.to_thread(db.kill, connection.get_server_pid())
                with pytest.raises(asyncpg.PostgresError):
                    await query
                assert recording.sample().size == pool.get_size() == 0

    asyncio.run(killed())


def test_asyncpg_request_cancelled_this_moment(db: Postgres) -> None:
    async def cancelled() -> None:
        async with asyncpg.create_pool(db.dsn, min_size=1, max_size=1) as pool, pool.acquire():
            with watch.pool(pool) as recording:
                request = asyncio.create_task(pool.fetchval("select 1"))
                await asyncio.sleep(0)
                assert recording.sample().waiting == 1
                request.cancel()  # the loop has not run since, and has tidied nothing up
                assert recording.sample().waiting == 0

    asyncio.run(cancelled())


def test_asyncpg_connections_that_expire_in_the_middle_of_a_look_are_not_lost(db: Postgres) -> None:
    class Places(list[Any]):
        """A pool's places; who is the first to read them finds all connections expired."""

        def __init__(self, pool: Any) -> None:
            super().__init__(pool._holders)
            self.pool = pool

        def __iter__(self) -> Iterator[Any]:
            yield from super().__iter__()
            self.pool._holders = self[:]
            with suppress(StopIteration):
                self.pool.expire_connections().send(None)  # it never waits

    async def expiring() -> None:
        async with asyncpg.create_pool(db.dsn, min_size=1, max_size=1) as pool:
            look = reader(pool)
            pool._holders = Places(pool)
            (first,) = look().connections
            await pool.fetchval("select 1")
            seen = look()
            assert first not in seen.connections and not seen.lost

    asyncio.run(expiring())


def test_asyncpg_pool_that_is_not_open_yet(db: Postgres) -> None:
    async def growing() -> None:
        pool = asyncpg.create_pool(db.dsn, min_size=2)
        with watch.pool(pool) as recording:
            assert recording.sample().size == 0
            await pool
            assert recording.sample().idle == 2
            await pool.close()

    asyncio.run(growing())


@pytest.mark.parametrize("thing", [None, "postgresql://", object(), Turnstile])
def test_what_is_no_pool_is_refused_in_words(thing: object) -> None:
    with pytest.raises(PoolLabError, match="asyncpg pool, an SQLAlchemy engine"):
        watch.pool(thing)
