"""What the lessons say of PostgreSQL."""

import asyncio
import contextlib
import socket
import struct

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from waiting import until

from poollab import wire
from poollab.postgres.instance import Postgres

SESSIONS = "SELECT sessions FROM pg_stat_database WHERE datname = %s"


@pytest.mark.says("01/most-prediction", "01/role-text", "glossary/slot")
def test_the_limits_of_connections(each_server: Postgres) -> None:
    """The server decides at its start how many there can be; roles and databases have no limit."""
    when = "SELECT context FROM pg_settings WHERE name = 'max_connections'"
    assert each_server.query(when) == [("postmaster",)]
    each_server.query("CREATE ROLE unlimited")
    each_server.query("CREATE DATABASE unlimited")
    limits = (
        "SELECT rolconnlimit, datconnlimit FROM pg_roles, pg_database"
        " WHERE rolname = 'unlimited' AND datname = 'unlimited'"
    )
    found = each_server.query(limits)
    each_server.query("DROP DATABASE unlimited")
    each_server.query("DROP ROLE unlimited")
    assert found == [(-1, -1)]


@pytest.mark.says("01/full-why")
def test_who_is_refused_has_given_its_password(each_server: Postgres) -> None:
    """A refusal is not for free: the password was checked before."""
    dsn = each_server.role("refused", connection_limit=0)
    with (
        wire.record(dsn) as tap,
        pytest.raises(asyncpg.TooManyConnectionsError),
    ):
        asyncio.run(asyncpg.connect(tap.dsn))
    names = [message.name for message in tap.conversations[0].messages]
    assert "AuthenticationOk" in names[: names.index("ErrorResponse")]


@pytest.mark.says("01/conversation-why", "01/full-why", "02/storm-why")
def test_the_process_is_there_before_the_password(each_server: Postgres) -> None:
    """For each attempt the server makes a process, which has its place before the password."""
    starting = "SELECT count(*) FROM pg_stat_activity WHERE state = 'starting' AND pid <> %s"
    before = each_server.query(starting, 0)
    server = psycopg.conninfo.conninfo_to_dict(each_server.dsn)
    words = f"user\0{server['user']}\0database\0{server['dbname']}\0\0".encode()
    with socket.create_connection((str(server["host"]), int(server["port"] or 0)), 10) as line:
        line.sendall(struct.pack(">ii", 8 + len(words), 196608) + words)
        assert line.recv(1) == b"R"  # it asks for the password
        assert each_server.query(starting, 0) == [(before[0][0] + 1,)]


@pytest.mark.says("02/sessions-text", "02/cards")
def test_the_counter_counts_no_refused(each_server: Postgres) -> None:
    """pg_stat_database.sessions counts all clients of a database, but no refused ones."""
    dsn = each_server.role("counted", connection_limit=1)
    name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
    with psycopg.connect(dsn), contextlib.suppress(psycopg.OperationalError):
        psycopg.connect(dsn)
    for _ in range(200):
        if (count := each_server.query(SESSIONS, name)) != [(0,)]:
            break
    assert count == [(1,)]


@pytest.mark.says("02/sessions-text", "02/cards")
def test_the_log_has_both(db: Postgres) -> None:
    """With log_connections the server's log has opened and refused connections."""
    log = "SELECT pg_read_file(current_setting('data_directory') || '/../server.log')"
    dsn = db.role("logged", connection_limit=1)
    db.query("ALTER SYSTEM SET log_connections = 'authorization'")
    try:
        db.query("SELECT pg_reload_conf()")
        for _ in range(200):
            with psycopg.connect(dsn), contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(dsn)
            said = db.query(log)[0][0]
            if "connection authorized: user=logged" in said:
                break
    finally:
        db.query("ALTER SYSTEM RESET log_connections")
        db.query("SELECT pg_reload_conf()")
    assert 'FATAL:  too many connections for role "logged"' in said
    assert "connection authorized: user=logged" in said


@pytest.mark.says("02/slower-why")
def test_shared_locks_do_not_hinder_each_other(each_server: Postgres) -> None:
    """Guests who ask for a lock shared don't wait for each other."""
    shared = "SELECT pg_try_advisory_xact_lock_shared(4711)"
    alone = "SELECT pg_try_advisory_lock(4711)"
    with psycopg.connect(each_server.dsn) as one, psycopg.connect(each_server.dsn) as other:
        assert one.execute(shared).fetchone() == other.execute(shared).fetchone() == (True,)
        assert other.execute(alone).fetchone() == (False,)


@pytest.mark.says("05/share-why")
def test_a_transaction_sees_only_what_is_committed(each_server: Postgres) -> None:
    """A transaction sees nothing that the others have not committed."""
    with psycopg.connect(each_server.dsn) as one, psycopg.connect(each_server.dsn) as other:
        one.execute("SELECT lo_create(4711)")  # a row in a table that every database has
        count = "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711"
        assert one.execute(count).fetchone() == (1,)
        assert other.execute(count).fetchone() == (0,)
        one.rollback()


@pytest.mark.says("06/timeout-text")
def test_the_server_ends_an_idle_transaction(each_server: Postgres) -> None:
    """idle_in_transaction_session_timeout ends the transaction, connection and all."""
    bound = "-c idle_in_transaction_session_timeout=50"  # milliseconds
    with psycopg.connect(each_server.dsn, options=bound) as connection:
        connection.execute("SELECT 1")
        pid = connection.info.backend_pid
        gone = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
        until(lambda: each_server.query(gone, pid) == [(0,)], "the server has ended the session")
        with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
            connection.execute("SELECT 1")
        assert connection.closed


@pytest.mark.says("06/timeout-text")
def test_alter_table_waits_for_a_reader(each_server: Postgres) -> None:
    """An ALTER TABLE queues behind a reader's open transaction."""
    with psycopg.connect(each_server.dsn) as owner, psycopg.connect(each_server.dsn) as reader:
        owner.execute("CREATE TABLE menu (dish text)")
        owner.commit()
        reader.execute("SELECT FROM menu")
        try:
            owner.execute("SET LOCAL lock_timeout = 50")  # milliseconds
            with pytest.raises(psycopg.errors.LockNotAvailable):
                owner.execute("ALTER TABLE menu ADD price int")
            owner.rollback()
            reader.commit()
            owner.execute("ALTER TABLE menu ADD price int")
        finally:
            owner.execute("DROP TABLE menu")


@pytest.mark.says("06/timeout-text", "glossary/VACUUM")
def test_what_vacuum_spares(each_server: Postgres) -> None:
    """VACUUM spares rows for an open transaction that has written, or at REPEATABLE READ."""
    seen = "SELECT coalesce(backend_xid, backend_xmin) IS NOT NULL FROM pg_stat_activity"
    held = []
    for first in ("SELECT 1", "CREATE TEMP TABLE mine ()", REPEATABLE):
        with psycopg.connect(each_server.dsn) as connection:
            connection.execute(first)
            connection.execute("SELECT 1")
            held += each_server.query(f"{seen} WHERE pid = %s", connection.info.backend_pid)
    assert held == [(False,), (True,), (True,)]


REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
LOCAL = {  # what ends with the transaction, and how to tell that it is there
    "SET LOCAL statement_timeout = '7s'": "current_setting('statement_timeout') = '7s'",
    'SET LOCAL ROLE "pg_monitor"': "current_user <> session_user",
    "SELECT pg_advisory_xact_lock(6)": "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
    " AND pid = pg_backend_pid())",
    "CREATE TEMP TABLE basket () ON COMMIT DROP": "to_regclass('pg_temp.basket') IS NOT NULL",
}


@pytest.mark.says("06/survive-why", "glossary/advisory-lock")
def test_what_ends_with_the_transaction(each_server: Postgres) -> None:
    """These forms end with it: SET LOCAL, SET LOCAL ROLE, the xact lock, ON COMMIT DROP."""
    each_server.query(f'GRANT pg_monitor TO "{each_server.role_name}"')
    with psycopg.connect(each_server.dsn) as connection:
        for does, tells in LOCAL.items():
            found = []
            connection.execute(does.encode())
            found += connection.execute(f"SELECT {tells}".encode()).fetchall()
            connection.commit()
            found += connection.execute(f"SELECT {tells}".encode()).fetchall()
            connection.commit()
            assert found == [(True,), (False,)], does


@pytest.mark.says("glossary/savepoint")
def test_a_savepoint_keeps_what_came_before(each_server: Postgres) -> None:
    """Rolling back to a savepoint undoes what came after it, and keeps what came before."""
    with psycopg.connect(each_server.dsn) as connection:
        connection.execute("CREATE TEMP TABLE orders (dish text)")
        connection.execute("INSERT INTO orders VALUES ('soup')")
        connection.execute("SAVEPOINT mark")
        connection.execute("INSERT INTO orders VALUES ('fish')")
        connection.execute("ROLLBACK TO mark")
        connection.commit()
        assert connection.execute("TABLE orders").fetchall() == [("soup",)]


@pytest.mark.says("glossary/SQLSTATE")
def test_a_code_begins_with_its_kind() -> None:
    """53300, too many connections, is of kind 53, insufficient resources."""
    assert asyncpg.TooManyConnectionsError.sqlstate == "53300"
    assert issubclass(asyncpg.TooManyConnectionsError, asyncpg.InsufficientResourcesError)
    assert asyncpg.InsufficientResourcesError.sqlstate == "53000"


@pytest.mark.says("04/ping-text")
def test_a_backend_grows_with_use(each_server: Postgres) -> None:
    """A backend's memory grows with use, and stays so when the queries have ended."""
    memory = "SELECT sum(total_bytes)::float FROM pg_backend_memory_contexts"
    views = "SELECT viewname FROM pg_views WHERE schemaname = 'pg_catalog'"
    with psycopg.connect(each_server.superuser_dsn, autocommit=True) as one:
        before = one.execute(memory).fetchone()
        for (name,) in one.execute(views).fetchall():
            one.execute(f"SELECT * FROM {name} LIMIT 0".encode(), prepare=False)
        after = one.execute(memory).fetchone()
    assert before
    assert after
    assert after[0] > 2 * before[0]
