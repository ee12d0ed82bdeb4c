"""What the lessons say of PgBouncer, and of drivers behind it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from conftest import needs_pgbouncer

from poollab import pgbouncer
from poollab.pgbouncer import PgBouncer
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio
SETTING = "max_prepared_statements"
FIRST = """
import asyncio, sys, asyncpg

async def main():
    connection = await asyncpg.connect(sys.argv[1])
    print(await connection.fetchval("SELECT name FROM pg_prepared_statements"))

asyncio.run(main())
"""


@contextmanager
def in_mode(mode: str, server: Postgres, **settings: int) -> Iterator[PgBouncer]:
    """Start one in this mode, with these settings and else its own defaults."""
    needs_pgbouncer("container" if server.kind == "container" else "binary")
    found = pgbouncer.start(server, "facts", pool_mode=mode, **settings)
    assert found is not None
    with found:
        yield found


@pytest.fixture
def bouncer(each_server: Postgres) -> Iterator[PgBouncer]:
    """One in transaction mode with its own defaults, and one backend."""
    with in_mode("transaction", each_server, default_pool_size=1) as found:
        yield found


@pytest.mark.says("06/bouncer-why")
async def test_two_processes_choose_the_same_names(db: Postgres) -> None:
    """asyncpg counts its statements from 1 in each process."""
    for _ in range(2):
        said = subprocess.run([sys.executable, "-c", FIRST, db.dsn], capture_output=True, text=True)
        assert said.stdout.strip() == "__asyncpg_stmt_1__"


@pytest.mark.says("06/bouncer-why", "06/mixed-up", "glossary/prepared-statement")
async def test_two_connections_choose_the_same_names(db: Postgres) -> None:
    """psycopg prepares what it executes a sixth time; it counts from 0 in each connection."""
    for dish in ("soup", "fish"):
        with psycopg.connect(db.dsn) as connection:
            names = []
            for _ in range(6):
                connection.execute(f"SELECT '{dish}'")
                asked = "SELECT name FROM pg_prepared_statements"
                names.append(connection.execute(asked, prepare=False).fetchall())
            assert names == [[]] * 5 + [[("_pg3_0",)]]


@pytest.mark.says("06/bouncer-why", "errors/missing-text")
async def test_how_many_statements_it_tracks(bouncer: PgBouncer) -> None:
    """PgBouncer tracks prepared statements from 1.21 on; since 1.24 the default is 200."""
    default = [row["value"] for row in bouncer.show("CONFIG") if row["key"] == SETTING]
    first, second = bouncer.version[:2]
    known = (first, second) >= (1, 21)
    assert default == (["200" if (first, second) >= (1, 24) else "0"] if known else [])


@pytest.mark.says("06/bouncer-why")
async def test_what_it_keeps_for_a_client(bouncer: PgBouncer) -> None:
    """PgBouncer tracks TimeZone, but no other SET and no PREPARE of SQL's own."""
    one, two = [await asyncpg.connect(bouncer.dsn, statement_cache_size=0) for _ in range(2)]
    try:
        await one.execute("SET TimeZone = 'Asia/Tokyo'")
        await one.execute("SET statement_timeout = '7s'")
        await one.execute("PREPARE mine AS SELECT 7")
        assert await two.fetchval("SELECT current_setting('TimeZone')") != "Asia/Tokyo"
        assert await one.fetchval("SELECT current_setting('TimeZone')") == "Asia/Tokyo"
        assert await two.fetchval("SELECT current_setting('statement_timeout')") == "7s"
        assert await two.fetchval("EXECUTE mine") == 7
    finally:
        for client in (one, two):
            client.terminate()


@pytest.mark.says("07/when-not")
async def test_many_short_lived_copies_share_its_backends(bouncer: PgBouncer, db: Postgres) -> None:
    """Eight copies of a function open eight connections; PgBouncer makes one backend of them."""
    asked = "SELECT pg_backend_pid()"
    for dsn, backends in (db.dsn, 8), (bouncer.dsn, 1):
        copies = [await asyncpg.connect(dsn, statement_cache_size=0) for _ in range(8)]
        try:
            assert len({await copy.fetchval(asked) for copy in copies}) == backends
        finally:
            for copy in copies:
                copy.terminate()


@pytest.mark.says("06/bouncer-why", "glossary/session-pooling")
async def test_in_session_mode_a_client_keeps_its_backend(each_server: Postgres) -> None:
    """In session mode no SET reaches strangers: a client keeps its backend until it leaves."""
    with in_mode("session", each_server, default_pool_size=2) as bouncer:
        one, two = [await asyncpg.connect(bouncer.dsn, statement_cache_size=0) for _ in range(2)]
        try:
            await one.execute("SET statement_timeout = '7s'")
            assert await two.fetchval("SELECT current_setting('statement_timeout')") != "7s"
            pids = [await each.fetchval("SELECT pg_backend_pid()") for each in (one, two, one, two)]
            assert pids[0] == pids[2] != pids[1] == pids[3]
        finally:
            for client in (one, two):
                client.terminate()


@pytest.mark.says("06/bouncer-why", "errors/query-wait-text")
async def test_its_queue_has_a_limit_of_its_own(each_server: Postgres) -> None:
    """Who waits in PgBouncer is cut off after query_wait_timeout, 120 s by default."""
    name = "query_wait_timeout"
    with in_mode("transaction", each_server, default_pool_size=1, query_wait_timeout=1) as bouncer:
        [default] = [row["default"] for row in bouncer.show("CONFIG") if row["key"] == name]
        assert default == "120"
        one, two = [await asyncpg.connect(bouncer.dsn, statement_cache_size=0) for _ in range(2)]
        try:
            async with one.transaction():
                await one.execute("SELECT 1")
                with pytest.raises(asyncpg.PostgresError, match=name):
                    await two.execute("SELECT 1", timeout=60)
        finally:
            for client in (one, two):
                client.terminate()
