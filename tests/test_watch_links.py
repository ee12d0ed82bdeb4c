"""Behind PgBouncer: its console tells which backend each connection has, or a line says why not."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
import uvloop
from conftest import needs_pgbouncer, started
from crowd import POOLS, Crowd, Turnstile, gathered
from psycopg_pool import ConnectionPool
from test_watch_agrees import held, marks, run, said, states
from waiting import until

from poollab import pgbouncer, watch, wire
from poollab.pgbouncer import PgBouncer
from poollab.postgres.instance import Postgres
from poollab.watch import links, server
from poollab.watch.readers.sockets import Socket, socket_of

NONE_NOW = " By PgBouncer's list it has no backend now."
A_PROXY = "lists none of the pool's ports: a proxy, such as Docker's, stands between"


@contextmanager
def begun(db: Postgres, name: str = "tests-watch", **options: object) -> Iterator[PgBouncer]:
    """Start a PgBouncer of this machine that must be there."""
    needs_pgbouncer("binary")
    made = pgbouncer.start(db, name=name, **options)
    assert made is not None
    with made:
        yield made


@pytest.fixture(scope="module")
def bouncer(db: Postgres) -> Iterator[PgBouncer]:
    with begun(db, "tests-links", pool_mode="transaction") as made:
        yield made


@pytest.fixture
def behind(request: pytest.FixtureRequest, bouncer: PgBouncer) -> Iterator[Crowd]:
    """Requests on a pool whose connections lead to PgBouncer."""
    yield from gathered(request.param, bouncer.dsn)


each_behind = pytest.mark.parametrize("behind", POOLS, indirect=True)


def says(recording: watch.LiveRecording) -> list[str]:
    """Return what PgBouncer and the server say of each connection."""
    return [mark[5] for mark in marks(recording)]


@each_behind
def test_each_connection_has_the_backend_that_runs_its_query(
    behind: Crowd, bouncer: PgBouncer, turnstile: Turnstile
) -> None:
    with watch.pool(behind.pool, dsn=bouncer.dsn) as recording:
        requests = [behind.ask(f"{turnstile.sql} -- {n}", f"/meal/{n}") for n in range(3)]
        until(lambda: len(turnstile.blocked()) == 3)
        until(lambda: all("waits for advisory" in said for said in says(recording)))
        assert len(marks(recording)) == 3
        for _, state, _, holder, query, said_of_it in marks(recording):
            assert state == "in use"
            assert holder.startswith("GET /meal/")
            assert query == f"{turnstile.sql} -- {holder[-1]}"
            (row,) = turnstile.db.query(
                "select pid from pg_stat_activity where state = 'active' and query = %s", query
            )
            assert said_of_it.startswith(f" By PgBouncer's list its backend is {row[0]}. The ser")
        assert said(recording) == ""
        turnstile.open()
        for request in requests:
            request.result()
        until(lambda: says(recording) == [NONE_NOW] * 3)
        assert states(recording) == ["idle"] * 3
    assert not recording.lost


@each_behind
def test_between_transactions_a_lent_connection_has_no_backend(
    behind: Crowd, bouncer: PgBouncer
) -> None:
    with watch.pool(behind.pool, dsn=bouncer.dsn) as recording:
        behind.forget("/thinks")
        (connection,) = behind.forgotten
        until(lambda: says(recording) == [NONE_NOW])
        begin = "begin" if behind.kind == "asyncpg" else "select 1"
        behind.in_loop(run(connection, sql_of(behind, begin))).result()
        until(lambda: states(recording) == ["in transaction"])
        (mark,) = marks(recording)
        assert (mark[4], "idle in transaction for" in mark[5]) == (begin, True)
        behind.in_loop(run(connection, sql_of(behind, "rollback"))).result()
        until(lambda: says(recording) == [NONE_NOW])
        assert marks(recording)[0][4] == ""


@each_behind
def test_the_server_knows_none_of_the_pids_that_pgbouncer_invents(
    behind: Crowd, turnstile: Turnstile
) -> None:
    with watch.pool(behind.pool, dsn=turnstile.db.dsn) as recording:
        requests = [behind.ask(turnstile.sql, f"/meal/{n}") for n in range(3)]
        until(lambda: len(turnstile.blocked()) == 3)
        until(lambda: "they are PgBouncer's" in said(recording))
        assert states(recording) == ["in use"] * 3
        assert {mark[3] for mark in marks(recording)} == {f"GET /meal/{n}" for n in range(3)}
        assert says(recording) == [""] * 3
        until(lambda: [one.state for one in recording.backends].count("active") >= 3)
        turnstile.open()
        for request in requests:
            request.result()
        until(lambda: states(recording) == ["idle"] * 3)
    assert not recording.lost


def sql_of(crowd: Crowd, words: str) -> Any:
    """Return a statement as the library takes it."""
    from sqlalchemy import text

    return text(words) if crowd.kind.startswith("sqlalchemy") else words


def test_in_session_mode_an_idle_connection_keeps_its_backend(db: Postgres) -> None:
    with (
        begun(db, pool_mode="session", stats_users="lab") as bouncer,
        ConnectionPool(bouncer.dsn, min_size=1, max_size=1) as lent,
        watch.pool(lent, dsn=bouncer.dsn) as recording,
    ):
        with lent.connection() as connection:
            row = connection.execute("select pg_backend_pid()").fetchone()
            assert row is not None
        words = f" By PgBouncer's list its backend is {row[0]}. The server says: idle for "
        until(lambda: [said.startswith(words) for said in says(recording)] == [True])
        assert (states(recording), marks(recording)[0][4]) == (["idle"], "")


def activity(db: Postgres) -> list[tuple[Any, ...]]:
    """Ask for the backends as the recording does."""
    with closing(server.ServerView(db.dsn)) as view:
        return list(view._connection.execute(view._query).fetchall())


def test_a_backend_that_may_have_been_anothers_meanwhile_is_left_out(db: Postgres) -> None:
    def as_it_is() -> list[Any]:
        return activity(db)

    def taken_by_the_other() -> list[Any]:
        """Let the other one have the backend while the server is asked, and take it back."""
        one.commit()
        other.execute("select 'other'")
        rows = activity(db)
        other.commit()
        one.execute("select 'one'")
        return rows

    def left_to_the_other() -> list[Any]:
        one.commit()
        other.execute("select 'other'")
        return activity(db)

    with (
        begun(db, pool_mode="transaction", default_pool_size=1) as bouncer,
        psycopg.connect(bouncer.dsn) as one,
        psycopg.connect(bouncer.dsn) as other,
        closing(links.Links(bouncer.dsn, "lab")) as asked,
    ):
        first, second = one.info.backend_pid, other.info.backend_pid
        queries: list[set[str]] = []

        def around(ask: Callable[[], list[Any]]) -> dict[int, int]:
            rows, found = asked.around(lambda: {first: one, second: other}, ask)
            queries.append({row[4] for row in rows})
            return dict(found)

        row = one.execute("select pg_backend_pid()").fetchone()
        assert row is not None
        until(lambda: around(as_it_is) == {first: row[0], second: 0})
        assert around(taken_by_the_other) == {second: 0}
        assert around(left_to_the_other) == {}
        assert ["select 'other'" in seen for seen in queries[-2:]] == [True, True]


def test_what_was_said_of_the_last_borrower_is_not_said_of_the_next(
    bouncer: PgBouncer, turnstile: Turnstile
) -> None:
    with (
        closing(Crowd("asyncpg", bouncer.dsn, size=1)) as crowd,
        watch.pool(crowd.pool, dsn=bouncer.dsn, every=60) as recording,  # asked only here
        closing(turnstile.connection),
    ):
        request = crowd.ask(turnstile.sql, "/first")
        until(lambda: len(turnstile.blocked()) == 1)
        until(lambda: "waits for advisory" in says(recording)[0])
        turnstile.open()
        request.result()
        assert [mark[1::4] for mark in marks(recording)] == [("idle", "")]
        crowd.forget("/second")
        assert [mark[3:] for mark in marks(recording)] == [("GET /second", "", "")]


@each_behind
def test_the_port_is_asked_for_once_a_connection(
    behind: Crowd, bouncer: PgBouncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def counting(connection: Any) -> Socket | None:
        asked.append(connection)
        return socket_of(connection)

    monkeypatch.setattr(links, "socket_of", counting)
    with watch.pool(behind.pool, dsn=bouncer.dsn) as recording:
        behind.forget("/one")
        behind.forget("/two")
        until(lambda: says(recording) == [NONE_NOW] * 2)
        for _ in range(10):
            recording.sample()
        assert len(asked) == 3  # the console's own is one


def on_console(bouncer: PgBouncer) -> set[str]:
    """Return the roles that ask the console now."""
    return {row["user"] for row in bouncer.show("CLIENTS") if row["database"] == links.CONSOLE}


def test_the_console_is_asked_again_after_it_was_away(bouncer: PgBouncer) -> None:
    with (
        closing(Crowd("asyncpg", bouncer.dsn, size=1)) as crowd,
        watch.pool(crowd.pool, dsn=bouncer.dsn, every=60) as recording,  # asked only here
    ):
        crowd.forget("/still")
        recording.sample()
        assert "lab" in on_console(bouncer)
        assert recording._server is not None
        assert recording._server._links is not None
        recording._server._links.close()
        recording.sample()
        assert recording.notes[-1][1].startswith("the server stopped answering")
        recording.sample()
        assert recording.notes[-1][1] == "the server answers again"
        assert says(recording) == [NONE_NOW]
    until(lambda: "lab" not in on_console(bouncer))


@pytest.mark.parametrize("kind", ["asyncpg", "psycopg"])
def test_without_pgbouncer_nothing_of_it_is_asked(
    kind: str, db: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(server, "Links", asked)
    with (
        closing(Crowd(kind, db.dsn, size=1)) as crowd,
        watch.pool(crowd.pool, dsn=db.dsn) as recording,
    ):
        monkeypatch.setattr(type(recording._read), "drivers", asked)
        crowd.ask("select 1").result()
        until(lambda: "The server says: idle" in says(recording)[0])


def test_where_the_role_may_not_ask_the_line_says_so(db: Postgres) -> None:
    with (
        begun(db, pool_mode="transaction", stats_users="") as bouncer,
        closing(Crowd("asyncpg", bouncer.dsn, size=1)) as crowd,
        watch.pool(crowd.pool, dsn=bouncer.dsn) as recording,
    ):
        crowd.forget("/nobody")
        until(lambda: held(recording) == [("leaked", "GET /nobody")])
        assert said(recording) == (
            "The DSN leads through PgBouncer, which invents the pids that the pool knows, and "
            "does not tell this role whose backend is whose, unless its setting stats_users "
            "names the role."
        )
        assert says(recording) == [""]


@pytest.mark.parametrize("also_watched", [True, False])
@pytest.mark.parametrize("kind", POOLS)
def test_through_a_proxy_nothing_is_joined(
    kind: str, also_watched: bool, bouncer: PgBouncer, turnstile: Turnstile
) -> None:
    with (
        wire.record(bouncer.dsn) as tap,
        closing(Crowd(kind, tap.dsn, size=1)) as crowd,
        watch.pool(crowd.pool, dsn=tap.dsn if also_watched else bouncer.dsn) as recording,
        closing(turnstile.connection),
    ):
        request = crowd.ask(turnstile.sql, "/far")
        until(lambda: len(turnstile.blocked()) == 1)
        until(lambda: A_PROXY in said(recording))
        until(lambda: held(recording) == [("in use", "GET /far")])
        assert [mark[4:] for mark in marks(recording)] == [("", "")]
        turnstile.open()
        request.result()


def test_a_port_that_is_listed_proves_nothing_through_a_proxy(bouncer: PgBouncer) -> None:
    with (
        psycopg.connect(bouncer.dsn) as one,
        wire.record(bouncer.dsn) as tap,
        closing(links.Links(bouncer.dsn, "lab")) as straight,
        closing(links.Links(tap.dsn, "lab")) as through,
    ):
        pid = one.info.backend_pid
        assert straight.around(lambda: {pid: one}, list)[1] == {pid: 0}
        assert through.around(lambda: {pid: one}, list)[1] == {}
        assert through.apart.startswith(A_PROXY)


@pytest.mark.docker
def test_dockers_proxy_has_ports_of_its_own() -> None:
    needs_pgbouncer("container")
    for front in started("container"):
        made = pgbouncer.start(front, name="tests-watch", pool_mode="transaction")
        assert made is not None
        with made, ConnectionPool(made.dsn, min_size=1, max_size=1) as lent:
            assert made.kind == "container"
            with watch.pool(lent, dsn=made.dsn) as recording, lent.connection() as connection:
                connection.execute("select 1")
                until(lambda: A_PROXY in said(recording))
                assert says(recording) == [""]
                ports = {row["port"] for row in made.show("CLIENTS") if row["user"] == "lab"}
                here = socket_of(connection)
                assert here is not None
                assert ports
                assert here[1] not in ports


def test_backends_on_two_servers_are_not_told_apart_by_their_pids(db: Postgres) -> None:
    with (
        begun(db, pool_mode="transaction") as bouncer,
        wire.record(db.dsn) as elsewhere,
        psycopg.connect(bouncer.dsn) as one,
        closing(links.Links(bouncer.dsn, "lab")) as asked,
    ):
        pid = one.info.backend_pid

        def around() -> dict[int, int]:
            return dict(asked.around(lambda: {pid: one}, lambda: activity(db))[1])

        one.execute("select 1")
        until(lambda: around().get(pid))
        port, other = urlsplit(db.dsn).port, urlsplit(elsewhere.dsn).port
        ini: Any = Path(bouncer._host._folder, "pgbouncer.ini")  # type: ignore[attr-defined]
        ini.write_text(ini.read_text().replace(f"port={port}", f"port={other}"))
        bouncer._ask("RELOAD")
        with psycopg.connect(bouncer.dsn) as two:
            two.execute("select 1")
            assert around() == {}
            assert asked.apart == links.SEVERAL


async def opened(dsn: str) -> tuple[Socket | None, Socket | None, int]:
    """Return the socket of asyncpg's connection, what is said once it is closed, and the port."""
    connection = await asyncpg.connect(dsn)
    port = await connection.fetchval("select inet_client_port()")
    open_ = socket_of(connection)
    await connection.close()
    return open_, socket_of(connection), port


@pytest.mark.parametrize("factory", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_the_socket_of_asyncpg(factory: Any, db: Postgres) -> None:
    with asyncio.Runner(loop_factory=factory) as runner:
        here, _, port = runner.run(opened(db.dsn))
    assert here == ("127.0.0.1", port, "127.0.0.1", urlsplit(db.dsn).port)


def test_the_socket_of_psycopg(db: Postgres) -> None:
    with psycopg.connect(db.dsn) as connection:
        row = connection.execute("select inet_client_port()").fetchone()
        assert row is not None
        assert socket_of(connection) == ("127.0.0.1", row[0], "127.0.0.1", urlsplit(db.dsn).port)
    assert socket_of(connection) is None
