"""The three kinds of server behave the same."""

import asyncio
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from waiting import until

from poollab import postgres
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.postgres.pgbench import pgbench


async def refusal(dsn: str, **options: str) -> Exception | None:
    """Return why a connection is refused, or None."""
    try:
        await (await asyncpg.connect(dsn, **options)).close()
    except (OSError, asyncpg.PostgresError) as error:
        return error
    return None


async def fill(dsn: str, limit: int) -> tuple[int, str]:
    """Open connections until one is refused; return how many there were, and the SQLSTATE."""
    held = []
    try:
        for _ in range(limit + 1):
            held.append(await asyncpg.connect(dsn))
    except asyncpg.PostgresError as error:
        return len(held), str(error.sqlstate)
    finally:
        for connection in held:
            await connection.close()
    return len(held), ""


def test_speaks_tcp_on_loopback_with_scram(each_db: Postgres) -> None:
    assert urlsplit(each_db.dsn).hostname == "127.0.0.1"
    with psycopg.connect(each_db.dsn, require_auth="scram-sha-256") as connection:
        row = connection.execute("SELECT inet_server_addr() IS NULL").fetchone()
    assert row == (False,)


def test_refuses_a_wrong_password(each_db: Postgres) -> None:
    error = asyncio.run(refusal(each_db.dsn, password="wrong"))
    assert isinstance(error, asyncpg.InvalidPasswordError)
    assert error.sqlstate == "28P01"


def test_lessons_role_is_no_superuser(each_db: Postgres) -> None:
    role = urlsplit(each_db.dsn).username
    query = (
        "SELECT rolsuper, rolcreaterole, rolcreatedb, pg_has_role(rolname, 'pg_monitor', 'usage') "
        "FROM pg_roles WHERE rolname = %s"
    )
    assert each_db.query(query, role) == [(False, False, False, True)]


def test_version_is_the_servers(each_db: Postgres) -> None:
    with psycopg.connect(each_db.dsn) as connection:
        number = connection.info.server_version
    assert each_db.version == f"{number // 10000}.{number % 10000}"


def test_refuses_the_one_too_many(each_db: Postgres) -> None:
    connections = 40 if each_db.kind == "given" else 60
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    count = f"SELECT count(*) FROM pg_stat_activity WHERE {others}"
    each_db.query(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    until(lambda: each_db.query(count) == [(0,)], "the sessions of former tests have ended")
    held, sqlstate = asyncio.run(fill(each_db.dsn, connections))
    assert (held, sqlstate) == (connections - 3, "53300")  # three are kept for superusers


def test_stop_ends_sessions_and_refuses_new_ones(each_db: Postgres) -> None:
    dsns = [each_db.dsn, each_db.role("stopped")]
    sessions = [psycopg.connect(dsn) for dsn in dsns]
    each_db.stop()
    for session in sessions:
        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")
    assert all(asyncio.run(refusal(dsn)) for dsn in dsns)
    each_db.stop()  # harmless
    each_db.start()
    each_db.start()  # harmless
    assert not any(asyncio.run(refusal(dsn)) for dsn in dsns)


def test_restart_keeps_data_and_port_and_loses_sessions(each_db: Postgres) -> None:
    # by their start, not by their pid alone: a container counts its pids anew
    began = "SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
    session = psycopg.connect(each_db.dsn, autocommit=True)
    session.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    ((start,),) = session.execute(began).fetchall()
    each_db.restart()
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    with psycopg.connect(each_db.dsn) as again:
        assert again.execute("SELECT answer FROM kept").fetchone() == (42,)
        again.execute("DROP TABLE kept")
        assert again.execute(began).fetchall() != [(start,)]
    same = "SELECT count(*) FROM pg_stat_activity WHERE backend_start = %s"
    assert each_db.query(same, start) == [(0,)]


@pytest.mark.parametrize("kind", ["given", pytest.param("container", marks=pytest.mark.docker)])
def test_a_limit_takes_a_restart(kind: str, db: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = {"given": ("POOLLAB_DSN", db.superuser_dsn), "container": ("POOLLAB_POSTGRES", kind)}
    monkeypatch.setenv(*choice[kind])
    with postgres.start(name="limited") as one:
        session = psycopg.connect(one.dsn, autocommit=True)
        one.limit(12)
        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")
        assert asyncio.run(fill(one.dsn, 12)) == (9, "53300")  # three are kept for superusers
    assert db.query("SHOW max_connections") == [("60",)]  # not ours to change


def test_kill_ends_one_backend(each_db: Postgres) -> None:
    with psycopg.connect(each_db.dsn) as other, psycopg.connect(each_db.dsn) as victim:
        pid = victim.info.backend_pid
        assert each_db.kill(pid)
        with pytest.raises(psycopg.OperationalError):
            victim.execute("SELECT 1")
        found = other.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid])
        assert found.fetchone() == (0,)
    assert not each_db.kill(pid)


def test_a_role_has_its_own_empty_database_and_limit(each_db: Postgres) -> None:
    dsn = each_db.role("task", connection_limit=2)
    assert asyncio.run(fill(dsn, 5)) == (2, "53300")
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE mine (id int)")
    with psycopg.connect(dsn) as held:
        dsn = each_db.role("task")  # made anew, even with a session in the old one
        with pytest.raises(psycopg.OperationalError):
            held.execute("SELECT 1")
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT to_regclass('mine'), current_user = %s", ["postgres"])
        assert row.fetchone() == (None, False)
    assert asyncio.run(fill(dsn, 4))[0] == 5


@pytest.mark.parametrize("name", ["", "with space", 'quo"te', "semi;colon", "naïve"])
def test_a_role_needs_a_plain_name(db: Postgres, name: str) -> None:
    with pytest.raises(PoolLabError, match="no name for a role"):
        db.role(name)


def sessions(db: Postgres, database: str) -> int:
    """Return how many sessions the database has seen."""
    row = db.query("SELECT sessions FROM pg_stat_database WHERE datname = %s", database)
    return int(row[0][0])


@pytest.mark.parametrize("connect", [False, True])
def test_pgbench_measures_with_and_without_connecting(each_db: Postgres, connect: bool) -> None:
    dsn = each_db.role("bench")
    database = urlsplit(dsn).path.lstrip("/")
    found = pgbench(dsn, 2, 1, connect=connect, sql="SELECT 1")
    assert found.transactions > 10
    assert found.per_second > 0
    assert found.latency > 0
    assert ("-C" in str(found)) is connect
    # The server says how often pgbench connected: once per transaction, or once per client.
    least = found.transactions if connect else 2
    until(lambda: sessions(each_db, database) >= least, "sessions counted")
    if not connect:
        assert sessions(each_db, database) < 10


def test_pgbench_says_in_one_line_what_is_wrong(each_db: Postgres) -> None:
    for clients, seconds, sql, words in [
        (1, 1, "SELECT nonsense", 'column "nonsense" does not exist'),
        (100, 1, "SELECT 1", "too many connections|remaining connection slots"),
        (0, 1, "SELECT 1", "1 to 1000 clients"),
        (1, 3600, "SELECT 1", "1 to 60 seconds"),
    ]:
        with pytest.raises(PoolLabError, match=words) as caught:
            each_db.pgbench(clients, seconds, sql=sql)
        assert "\n" not in str(caught.value)


@pytest.fixture
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Force the kind of server that ``postgres.start`` gives."""
    monkeypatch.setenv("POOLLAB_POSTGRES", request.param)
    return str(request.param)


KINDS = pytest.mark.parametrize(
    "kind", ["embedded", pytest.param("container", marks=pytest.mark.docker)], indirect=True
)


@KINDS
def test_a_cell_run_twice(
    kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = postgres.start(name="twice", max_connections=20)
    assert kind in capsys.readouterr().out
    assert first.kind == kind
    try:
        assert postgres.start(name="twice", max_connections=20) is first
        assert "still running" in capsys.readouterr().out

        second = postgres.start(name="twice", max_connections=21)
        assert first.closed
        assert asyncio.run(refusal(first.dsn)) is not None
        assert second.query("SHOW max_connections") == [("21",)]

        second.stop()
        third = postgres.start(name="twice", max_connections=21)
        assert second.closed
        assert third.query("SELECT 1") == [(1,)]

        monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
        monkeypatch.setenv("POOLLAB_IMAGE", "another:1")
        fourth = postgres.start(name="twice", max_connections=21)
        assert third.closed
        assert fourth.kind == "embedded"
    finally:
        postgres.choose._running["twice"][1].close()


@KINDS
def test_closing_twice_and_using_what_is_closed(kind: str) -> None:
    with postgres.start(name="closed", work_mem="5MB", jit=False) as db:
        assert db.query("SELECT current_setting('work_mem'), current_setting('jit')") == [
            ("5MB", "off")
        ]
        assert kind in repr(db)
    db.close()
    assert "closed" in repr(db)
    with pytest.raises(psycopg.OperationalError):
        db.query("SELECT 1")


def test_settings_win_over_the_courses_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with postgres.start(name="odd", fsync=True, search_path="a'b\\c, public") as db:
        assert db.query("SHOW fsync") == [("on",)]
        assert db.query("SHOW synchronous_commit") == [("off",)]
        assert db.query("SELECT current_setting('search_path')") == [("a'b\\c, public",)]
