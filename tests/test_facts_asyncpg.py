"""What the lessons say of asyncpg."""

import asyncio
import gc
from contextlib import suppress

import asyncpg  # type: ignore[import-untyped]
import pytest

from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


@pytest.mark.says("03/myth-three-why")
async def test_a_forgotten_connection_stays_out(each_server: Postgres) -> None:
    """asyncpg does not bring a lost connection back, not even after garbage collection."""
    pool = await asyncpg.create_pool(each_server.dsn, min_size=1, max_size=1)
    try:
        await pool.acquire()
        gc.collect()
        assert (pool.get_size(), pool.get_idle_size()) == (1, 0)
    finally:
        pool.terminate()


@pytest.mark.says("04/lifespan-text")
async def test_a_close_that_runs_out_of_time_ends_all(each_server: Postgres) -> None:
    """close() waits for a leaked connection; when wait_for runs out of time, all are closed."""
    pool = await asyncpg.create_pool(each_server.dsn, min_size=2, max_size=2)
    try:
        await pool.acquire()
        closing = asyncio.ensure_future(pool.close())
        done, _ = await asyncio.wait([closing], timeout=0.2)
        assert not done
        assert pool.get_size() == 2
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(closing, 0.1)
        assert pool.get_size() == 0
    finally:
        pool.terminate()


@pytest.mark.says("04/ping-text")
async def test_the_reset_counts_as_a_query(each_server: Postgres) -> None:
    """asyncpg does not look at the age: it counts queries, the reset at each return among them."""
    pool = await asyncpg.create_pool(each_server.dsn, min_size=1, max_size=1, max_queries=3)
    try:
        used = [await pool.fetchval("SELECT pg_backend_pid()") for _ in range(5)]
        assert [sorted(set(used), key=used.index).index(pid) for pid in used] == [0, 0, 1, 1, 2]
    finally:
        pool.terminate()


@pytest.mark.says("04/recycle-text", "04/set-up-text")
async def test_the_limit_of_acquire_covers_opening() -> None:
    """asyncpg's limit of acquire covers opening a connection, too."""
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        pool = asyncpg.create_pool(f"postgresql://u@127.0.0.1:{port}/d", min_size=0, max_size=1)
        async with asyncio.timeout(10):
            await pool
            with pytest.raises(TimeoutError):
                await pool.acquire(timeout=0.1)
        with suppress(Exception):
            pool.terminate()


@pytest.mark.says("04/unavailable")
async def test_a_timeout_is_an_operating_system_error() -> None:
    """TimeoutError is a kind of OSError."""
    assert issubclass(TimeoutError, OSError)
    assert issubclass(asyncio.TimeoutError, OSError)
