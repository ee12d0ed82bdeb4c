"""What the lessons say of psycopg and its pool."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolTimeout

from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


@pytest.mark.says("01/full-why")
def test_a_refusal_has_no_code(each_server: Postgres) -> None:
    """psycopg has no SQLSTATE when no connection was opened."""
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(each_server.role("refused_psycopg", connection_limit=0))
    assert error.value.sqlstate is None
    assert "too many connections" in str(error.value)


@pytest.mark.says("03/myth-three-why", "07/leaks-why")
def test_a_connection_not_given_back_is_idle_in_transaction(each_server: Postgres) -> None:
    """To the server a connection forgotten with psycopg's pool is idle in transaction."""
    with ConnectionPool(each_server.dsn, min_size=1, max_size=1, timeout=10) as pool:
        connection = pool.getconn()
        connection.execute("SELECT 1")
        pid = connection.info.backend_pid
        state = each_server.query("SELECT state FROM pg_stat_activity WHERE pid = %s", pid)
        assert state == [("idle in transaction",)]
        pool.putconn(connection)


@asynccontextmanager
async def opened(dsn: str, **settings: Any) -> AsyncIterator[AsyncConnectionPool]:
    """Open a pool of one connection; close it at the end."""
    pool = AsyncConnectionPool(dsn, min_size=1, max_size=1, open=False, **settings)
    try:
        async with asyncio.timeout(15):
            await pool.open()
            yield pool
    finally:
        await pool.close(1)


@pytest.mark.says("06/turns-text", "glossary/recycle")
async def test_the_age_is_checked_when_it_comes_back(each_server: Postgres) -> None:
    """psycopg_pool checks a connection's age when it comes back, not when it lends it."""
    async with opened(each_server.dsn, max_lifetime=0.1) as pool:
        await pool.wait(10)
        connection = await pool.getconn()
        first = connection.info.backend_pid
        await pool.putconn(connection)
        used = [first]
        for _ in range(2):
            await asyncio.sleep(0.2)
            connection = await pool.getconn()
            used.append(connection.info.backend_pid)
            await pool.putconn(connection)
        assert used[1] == first != used[2]


@pytest.mark.says("04/deploy-why")
async def test_opening_without_waiting_says_nothing(each_server: Postgres) -> None:
    """psycopg_pool's open() fails only with wait=True."""
    dsn = f"postgresql://{each_server.role_name}@127.0.0.1:1/none"
    async with opened(dsn) as pool:  # opens, without an error
        with pytest.raises(PoolTimeout):
            await pool.open(wait=True, timeout=0.2)


@pytest.mark.anyio
@pytest.mark.says("05/share-why")
async def test_a_second_query_waits_for_the_first(each_server: Postgres) -> None:
    """Two queries at once on a connection of psycopg: the second waits, and both are answered."""
    async with await psycopg.AsyncConnection.connect(each_server.dsn) as one:

        async def ask(number: int) -> object:
            return await (await one.execute(f"SELECT {number:d}")).fetchone()

        async with asyncio.timeout(10):
            assert [*await asyncio.gather(ask(1), ask(2))] == [(1,), (2,)]


@pytest.mark.says("06/killed-why")
async def test_check_replaces_the_dead(each_server: Postgres) -> None:
    """After ``await pool.check()`` the dead connections have been replaced."""
    async with opened(each_server.dsn) as pool:
        async with pool.connection() as connection:
            dead = connection.info.backend_pid
        assert each_server.kill(dead)
        await pool.check()
        async with pool.connection() as connection:
            assert connection.info.backend_pid != dead
            await connection.execute("SELECT 1")


@pytest.mark.says("06/killed-why")
async def test_the_waits_between_checks_double(
    each_server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``check=`` a request goes on at once after a dead connection; then waits double."""
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr("psycopg_pool.pool_async.asleep", noted)
    check = AsyncConnectionPool.check_connection
    pool = AsyncConnectionPool(each_server.dsn, min_size=3, check=check, open=False)
    async with asyncio.timeout(30), pool:
        await pool.wait()
        borrowed = [await pool.getconn() for _ in range(3)]
        for connection in borrowed:
            await pool.putconn(connection)
        for connection in borrowed:
            assert each_server.kill(connection.info.backend_pid)
        async with pool.connection() as connection:
            await connection.execute("SELECT 1")
    assert waits == [0, waits[1], 2 * waits[1]]
    assert waits[1] > 0


@pytest.mark.says("06/restart-why")
async def test_the_waits_between_attempts_double() -> None:
    """psycopg_pool tries to connect again and again, and waits twice as long each time."""
    waits: list[float] = []
    enough = asyncio.Event()
    pool = AsyncConnectionPool("postgresql://127.0.0.1:1/none", min_size=1, open=False)
    schedule = pool.schedule_task

    async def noted(task: Any, delay: float) -> None:
        if type(task).__name__ == "AddConnection" and len(waits) < 3:
            waits.append(delay)
            delay = 0
        if len(waits) == 3:
            enough.set()
        await schedule(task, delay)

    pool.schedule_task = noted  # type: ignore[method-assign]
    async with asyncio.timeout(30), pool:
        await enough.wait()
    assert waits == [waits[0], 2 * waits[0], 4 * waits[0]]


@pytest.mark.says("06/life-why")
async def test_an_idle_period_ends_one_connection(each_server: Postgres) -> None:
    """psycopg_pool closes at most one connection per idle period, however many lie idle."""
    period = 0.2  # seconds
    pool = AsyncConnectionPool(each_server.dsn, min_size=1, max_size=6, max_idle=period, open=False)
    async with asyncio.timeout(30), pool:
        borrowed = [await pool.getconn() for _ in range(6)]
        for connection in borrowed:
            await pool.putconn(connection)
        begun = asyncio.get_running_loop().time()
        while pool.get_stats()["pool_size"] > 1:
            await asyncio.sleep(period / 10)
        periods = (asyncio.get_running_loop().time() - begun) / period
    assert periods > 3.5  # five are closed: between the first and the last lie four periods
