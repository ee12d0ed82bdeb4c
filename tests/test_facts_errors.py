"""What the appendix says of errors beside their messages, which its own cells print."""

import asyncio
import gc
import logging
import subprocess
import sys
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import psycopg
import pytest
from fastapi import FastAPI, Request
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from quoted import entries, read
from sqlalchemy import NullPool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from test_facts_asyncpg import pool_of
from test_facts_sqlalchemy import driven, engine, used

from poollab import wire
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio
FORKED = """
import os, sys
from psycopg_pool import ConnectionPool
from sqlalchemy import create_engine, text

def pid(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))

pool = ConnectionPool(sys.argv[1], min_size=1, max_size=2, timeout=0.3, open=True)
pool.wait()
engine = create_engine(sys.argv[1])
mine = pid(engine)
if os.fork() == 0:
    try:
        taken = [pool.getconn(), pool.getconn()]
    except Exception as error:
        print(error)
    print("the same backend:", pid(engine) == mine)
    engine.dispose(close=False)
    print("afterwards:", pid(engine) == mine, flush=True)
    os._exit(0)
os.wait()
print("and here:", pid(engine) == mine, flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.says("04/fork-why", "errors/pooltimeout-text")
def test_a_pool_made_before_a_fork(each_server: Postgres) -> None:
    """In a forked process psycopg_pool opens no connection; an engine there uses the parent's."""
    ran = subprocess.run(
        [sys.executable, "-c", FORKED, each_server.dsn], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.splitlines() == [
        "couldn't get a connection after 0.30 sec",
        "the same backend: True",
        "afterwards: False",
        "and here: True",
    ], ran.stderr


@pytest.mark.says("errors/scoped-text")
async def test_behind_a_middleware_the_endpoint_has_its_own_task() -> None:
    """Behind ``@app.middleware("http")`` the endpoint runs in a task of its own."""
    app, tasks = FastAPI(), list[Any]()

    @app.middleware("http")
    async def middleware(request: Request, call_next: Any) -> Any:
        tasks.append(asyncio.current_task())
        return await call_next(request)

    @app.get("/")
    async def endpoint() -> None:
        tasks.append(asyncio.current_task())

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as one:
        await one.get("/")
    assert len(set(tasks)) == 2


@pytest.mark.says("errors/state-text", "02/client-fixture-text")
async def test_a_transport_runs_no_lifespan() -> None:
    """With ``httpx.ASGITransport`` no lifespan runs."""
    app = FastAPI()

    @app.get("/")
    async def endpoint() -> None:
        app.state.pool  # noqa: B018

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as one:
        with pytest.raises(AttributeError, match="'State' object has no attribute 'pool'"):
            await one.get("/")


@pytest.mark.says("errors/password-text")
async def test_an_open_connection_outlives_its_password(each_server: Postgres) -> None:
    """A new password hits new connections only; asyncpg asks a function for it at each opening."""
    dsn, asked = each_server.role("changed"), list[str]()
    words = ["first", "second"]

    def password() -> str:
        asked.append(words[len(asked)])
        return asked[-1]

    role = psycopg.conninfo.conninfo_to_dict(dsn)["user"]
    each_server.query(f"ALTER ROLE \"{role}\" PASSWORD 'first'")
    async with pool_of(dsn, min_size=1, max_size=1, password=password) as pool:
        each_server.query(f"ALTER ROLE \"{role}\" PASSWORD 'second'")
        assert await pool.fetchval("SELECT 1") == 1
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(dsn, password="first")
        await pool.expire_connections()
        assert await pool.fetchval("SELECT 1") == 1
    assert asked == words


@pytest.mark.says("errors/ssl-text")
async def test_sslmode_in_a_dsn(each_server: Postgres) -> None:
    """psycopg and asyncpg understand ``sslmode`` in a DSN, and without it do without TLS."""
    for mode, works in ("", True), ("?sslmode=prefer", True), ("?sslmode=require", False):
        try:
            await (await asyncpg.connect(each_server.dsn + mode)).close()
            await (await psycopg.AsyncConnection.connect(each_server.dsn + mode)).close()
            assert works
        except (ConnectionError, psycopg.OperationalError):
            assert not works


@pytest.mark.says("errors/loops-text")
def test_without_a_pool_an_engine_serves_each_loop(each_server: Postgres) -> None:
    """An engine with ``NullPool`` works in one event loop after the other."""
    made = create_async_engine(driven(each_server), poolclass=NullPool)
    assert asyncio.run(used(made)) != asyncio.run(used(made))


@pytest.mark.says("errors/admin-text")
async def test_a_cut_line_is_closed_unexpectedly(each_server: Postgres) -> None:
    """Where the line was cut without a word, psycopg says so, and only that."""
    with wire.record(each_server.dsn) as tap:
        connection = await psycopg.AsyncConnection.connect(tap.dsn)
    with pytest.raises(psycopg.OperationalError) as cut:
        await connection.execute("SELECT 1")
    await connection.close()
    assert type(cut.value) is psycopg.OperationalError
    assert "server closed the connection unexpectedly" in str(cut.value)


@pytest.mark.says("errors/idle-text", "errors/released-text")
async def test_what_asyncpg_says_of_a_dead_transaction(each_server: Postgres) -> None:
    """asyncpg: *connection is closed*; of one that a pool lent, *released back to the pool*."""
    limit = {"server_settings": {"idle_in_transaction_session_timeout": "50ms"}}
    alone = await asyncpg.connect(each_server.dsn, **limit)
    async with pool_of(each_server.dsn, min_size=1, max_size=1, **limit) as pool:
        lent = await pool.acquire()
        for connection, says in (alone, "connection is closed"), (lent, "released back"):
            gone = asyncio.Event()
            connection.add_termination_listener(lambda _, gone=gone: gone.set())
            await connection.execute("BEGIN")
            async with asyncio.timeout(20):
                await gone.wait()
            with pytest.raises(asyncpg.InterfaceError, match=says):
                await connection.execute("SELECT 1")


@pytest.mark.says("errors/released-text")
async def test_psycopg_says_nothing_of_a_return(each_server: Postgres) -> None:
    """With psycopg's pool a ``return`` for ``yield`` gives two requests one connection."""
    async with AsyncConnectionPool(each_server.dsn, min_size=1, open=False) as pool:

        async def get_connection() -> Any:
            async with pool.connection() as connection:
                return connection

        one, other = await get_connection(), await get_connection()
        assert one is other
        await other.execute("SELECT 1")
        await other.rollback()


@pytest.mark.says("errors/statement-text")
async def test_a_cancelled_statement_leaves_the_connection(each_server: Postgres) -> None:
    """After a cancelled statement the connection lives on, the transaction does not."""
    connection = await asyncpg.connect(each_server.dsn)
    cancel = "SELECT pg_cancel_backend(pg_backend_pid())"
    await connection.execute("BEGIN")
    with pytest.raises(asyncpg.QueryCanceledError):
        await connection.execute(cancel)
    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        await connection.execute("SELECT 1")
    await connection.execute("ROLLBACK")
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


@pytest.mark.says("errors/readonly-text")
async def test_expired_connections_leave_a_read_only_server(each_server: Postgres) -> None:
    """``expire_connections`` makes asyncpg's pool open anew; drivers can ask for a primary."""
    dsn = each_server.role("demoted")
    role = psycopg.conninfo.conninfo_to_dict(dsn)["user"]
    read_only = f'ALTER ROLE "{role}" SET default_transaction_read_only = '
    each_server.query(f"{read_only}on")
    with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
        await asyncpg.connect(f"{dsn}?target_session_attrs=read-write")
    with pytest.raises(psycopg.OperationalError, match="read-only"):
        await psycopg.AsyncConnection.connect(f"{dsn}?target_session_attrs=read-write")
    async with pool_of(dsn, min_size=1, max_size=1) as pool:
        each_server.query(f"{read_only}off")  # the new primary
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await pool.execute("CREATE TABLE written ()")
        await pool.expire_connections()
        await pool.execute("CREATE TABLE written ()")


@pytest.mark.says("errors/autocommit-text")
async def test_sqlalchemy_sets_autocommit_back(each_server: Postgres) -> None:
    """SQLAlchemy sets ``AUTOCOMMIT`` back when the connection returns."""
    async with engine(driven(each_server), pool_size=1) as pool:
        async with pool.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            first = await connection.scalar(text("SELECT pg_backend_pid()"))
        async with pool.connect() as connection:
            assert await connection.scalar(text("SELECT pg_backend_pid()")) == first
            await connection.execute(text("CREATE TABLE undone ()"))
            await connection.rollback()
            assert await connection.scalar(text("SELECT to_regclass('undone')")) is None


@pytest.fixture
def menu(each_server: Postgres) -> Any:
    """A table, and the server that has it."""
    each_server.query("CREATE TABLE menu (dish text)")
    each_server.query("GRANT ALL ON menu TO public")
    yield each_server
    each_server.query("DROP TABLE menu")


@pytest.mark.says("errors/cached-text")
async def test_a_migration_under_sqlalchemy(menu: Postgres) -> None:
    """After a migration SQLAlchemy on asyncpg fails once; then all its connections are well."""
    async with (
        engine(driven(menu), pool_size=2) as pool,
        pool.connect() as one,
        pool.connect() as two,
    ):
        for connection in one, two:
            await connection.execute(text("TABLE menu"))
            await connection.rollback()
        menu.query("ALTER TABLE menu ADD price int")
        with pytest.raises(DBAPIError, match="cached statement plan is invalid"):
            await one.execute(text("TABLE menu"))
        await one.rollback()
        for connection in one, two:
            await connection.execute(text("TABLE menu"))


@pytest.mark.says("errors/cached-text")
async def test_a_migration_under_psycopg(menu: Postgres) -> None:
    """psycopg fails once on each connection: the rollback has it forget its statements."""
    connect = psycopg.AsyncConnection.connect
    async with (
        await connect(menu.dsn, prepare_threshold=0) as one,
        await connect(menu.dsn, prepare_threshold=0) as two,
    ):
        for connection in one, two:
            await connection.execute("TABLE menu")
            await connection.commit()
        menu.query("ALTER TABLE menu ADD price int")
        for connection in one, two:
            with pytest.raises(psycopg.errors.FeatureNotSupported, match="must not change result"):
                await connection.execute("TABLE menu")
            await connection.rollback()
            await connection.execute("TABLE menu")


@pytest.mark.says("errors/cached-text")
async def test_a_migration_under_asyncpg(menu: Postgres) -> None:
    """``expire_connections`` after a migration spares asyncpg's pool the failure."""
    async with pool_of(menu.dsn, min_size=1, max_size=1) as pool:
        await pool.fetch("TABLE menu")
        menu.query("ALTER TABLE menu ADD price int")
        await pool.expire_connections()
        async with pool.acquire() as connection, connection.transaction():
            await connection.fetch("TABLE menu")


@pytest.mark.says("errors/collected-text")
async def test_psycopg_pool_counts_what_was_collected(each_server: Postgres) -> None:
    """psycopg_pool goes on counting a connection that was lost and collected."""
    async with AsyncConnectionPool(each_server.dsn, min_size=1, open=False, timeout=0.1) as pool:
        await pool.getconn()
        gc.collect()
        assert pool.get_stats()["pool_size"] == 1
        with pytest.raises(PoolTimeout):
            await pool.getconn()


@pytest.mark.says("errors/listener-text")
async def test_who_listens_goes_on_and_leaves_nothing(
    db: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``listen`` outlives a connection that is lost at once; cancelled, it leaves none."""
    (cell,) = [cell for cell in read().cells if cell.id == "listen"]
    page: dict[str, Any] = {"asyncio": asyncio, "asyncpg": asyncpg, "suppress": suppress, "db": db}
    exec(cell.source, page)
    connect, lost, told = asyncpg.connect, [await asyncpg.connect(db.dsn)], asyncio.Queue[str]()
    await lost[0].close()

    async def connecting(dsn: str) -> asyncpg.Connection:
        return lost.pop() if lost else await connect(dsn)

    monkeypatch.setattr(asyncpg, "connect", connecting)
    listening = asyncio.create_task(page["listen"]("orders", told.put_nowait))
    async with asyncio.timeout(20):
        assert await told.get() == "listening: what did I miss?"
        listening.cancel()
        while db.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"):
            await asyncio.sleep(0.01)
    assert not lost


@pytest.mark.says("errors/long-close-text")
async def test_a_close_that_waits_says_so(
    db: Postgres, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """asyncpg's ``close()`` warns after 60 s that a connection is still out."""
    loop = asyncio.get_running_loop()
    call_later = loop.call_later
    caplog.set_level(logging.WARNING, "asyncpg")

    def sooner(delay: float, called: Any, *given: Any, **options: Any) -> Any:
        return call_later(0 if delay == 60 else delay, called, *given, **options)

    async with pool_of(db.dsn, min_size=1, max_size=1) as pool:
        connection = await pool.acquire()
        monkeypatch.setattr(loop, "call_later", sooner)
        closing = asyncio.create_task(pool.close())
        async with asyncio.timeout(20):
            while not caplog.text:
                await asyncio.sleep(0.01)
            await pool.release(connection)
            await closing
    (entry,) = [entry for entry in entries(read()) if entry.id == "long-close-text"]
    entry.printed = caplog.text
    assert not entry.missing()
