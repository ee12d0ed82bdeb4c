"""What lesson 07 says of lost connections, library by library, and of how an app answers."""

import asyncio
import contextlib
import gc

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import create_engine, event, exc, text
from sqlalchemy.ext.asyncio import create_async_engine

from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio
LIMIT = 20  # seconds, of what should never take so long


def url(db: Postgres, driver: str) -> str:
    return db.dsn.replace("postgresql://", f"postgresql+{driver}://")


def state(db: Postgres, pid: int) -> str:
    """Return what the server says of a backend; "" if it has gone."""
    found = db.query(f"SELECT state FROM pg_stat_activity WHERE pid = {pid}")
    return str(found[0][0]) if found else ""


@pytest.mark.says("07/leaks-why")
async def test_an_async_engine_closes_what_is_collected(each_server: Postgres) -> None:
    """SQLAlchemy's async engine closes a lost connection when it is collected, with a warning."""
    engine = create_async_engine(url(each_server, "asyncpg"), pool_size=1, max_overflow=0)
    try:
        connection = await engine.connect()
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        with pytest.warns(exc.SAWarning, match="garbage collector"):
            del connection
            gc.collect()
        async with asyncio.timeout(LIMIT), engine.connect() as other:
            assert await other.scalar(text("SELECT pg_backend_pid()")) != pid
    finally:
        await engine.dispose()


@pytest.mark.says("07/leaks-why")
def test_a_sync_engine_takes_back_what_is_collected(
    each_server: Postgres, recwarn: pytest.WarningsRecorder
) -> None:
    """SQLAlchemy's sync engine takes a lost connection back when it is collected, silently."""
    engine = create_engine(url(each_server, "psycopg"), pool_size=1, max_overflow=0)
    connection = engine.connect()
    pid = connection.scalar(text("SELECT pg_backend_pid()"))
    del connection
    gc.collect()
    with engine.connect() as other:
        assert other.scalar(text("SELECT pg_backend_pid()")) == pid
    engine.dispose()
    assert not recwarn.list


@pytest.mark.says("06/timeout-text", "07/leaks-why", "errors/idle-text")
async def test_ending_a_session_frees_locks_not_the_place(each_server: Postgres) -> None:
    """A lost one idles in its transaction; the server's limit frees locks, not the pool's place."""
    one = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    engine = create_async_engine(url(each_server, "asyncpg"), **one)
    lost = await engine.connect()
    try:
        pid = await lost.scalar(text("SELECT pg_backend_pid()"))
        await lost.execute(text("SELECT pg_advisory_xact_lock(7007)"))
        assert state(each_server, pid) == "idle in transaction"
        held = f"SELECT count(*) FROM pg_locks WHERE pid = {pid} AND locktype = 'advisory'"
        assert each_server.query(held)[0][0] == 1
        await lost.execute(text("SET idle_in_transaction_session_timeout = 50"))
        async with asyncio.timeout(LIMIT):
            while state(each_server, pid):
                await asyncio.sleep(0.01)
        assert each_server.query(held)[0][0] == 0
        with pytest.raises(exc.TimeoutError):
            await engine.connect()
    finally:
        with contextlib.suppress(exc.DBAPIError):
            await lost.close()
        await engine.dispose()


@pytest.mark.says("07/metered", "errors/timeout-text")
async def test_a_slow_query_raises_a_timeout_error_too(each_server: Postgres) -> None:
    """A query that asyncpg's `command_timeout` ends raises TimeoutError, as a full pool does."""
    pool = await asyncpg.create_pool(each_server.dsn, min_size=1, max_size=1, command_timeout=0.05)
    try:
        with pytest.raises(TimeoutError):
            await pool.fetchval("SELECT pg_sleep(20)")
        async with pool.acquire():
            with pytest.raises(TimeoutError):
                await pool.acquire(timeout=0.05)
    finally:
        pool.terminate()


@pytest.mark.says("07/engine")
async def test_a_collected_connection_is_detached(each_server: Postgres) -> None:
    """A collected connection of an async engine fires "detach", no "checkin", and counts on."""
    engine = create_async_engine(url(each_server, "asyncpg"), pool_size=1, max_overflow=0)
    pool, fired = engine.pool, list[str]()
    for name in "checkout", "checkin", "detach":
        event.listen(engine.sync_engine, name, lambda *_, name=name: fired.append(name))
    try:
        connection = await engine.connect()
        with pytest.warns(exc.SAWarning, match="garbage collector"):
            del connection
            gc.collect()
        assert fired == ["checkout", "detach"]
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        assert pool.size() + pool.overflow() == 1  # type: ignore[attr-defined]
    finally:
        await engine.dispose()
