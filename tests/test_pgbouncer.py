"""PgBouncer in front of a server, in a container and as the machine's own binary."""

import asyncio
import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from conftest import Kernel, needs_pgbouncer, started
from waiting import until

from poollab import pgbouncer, postgres
from poollab.errors import PoolLabError
from poollab.pgbouncer import PgBouncer, binary, image
from poollab.postgres import engine, network
from poollab.postgres.instance import Postgres

KINDS = ["binary", pytest.param("container", marks=pytest.mark.docker)]
SERVERS = {"binary": "embedded", "container": "container"}  # whose PostgreSQL is which


@pytest.fixture(scope="module")
def front(request: pytest.FixtureRequest, db: Postgres) -> Iterator[Postgres]:
    """A server for a PgBouncer of each kind; the parameter is the kind, or ``given``."""
    needs_pgbouncer("container" if request.param == "container" else "binary")
    if request.param == "binary":
        yield db
    elif request.param == "given":
        yield from started("given", 40, db.superuser_dsn)
    else:
        yield from started("container")


EACH = pytest.mark.parametrize("front", KINDS, indirect=True)
EVERY = pytest.mark.parametrize("front", [*KINDS, "given"], indirect=True)


def begun(db: Postgres, **options: object) -> PgBouncer:
    """Start a PgBouncer that must be there."""
    bouncer = pgbouncer.start(db, name="tests", **options)
    assert bouncer is not None
    return bouncer


def answer(dsn: str) -> tuple[object, ...] | None:
    """Return which role and database a session is in."""
    with psycopg.connect(dsn, require_auth="scram-sha-256") as connection:
        return connection.execute("SELECT current_user, current_database()").fetchone()


def reached(dsn: str) -> bool:
    """Return whether a query is answered."""
    try:
        return answer(dsn) is not None
    except psycopg.Error:
        return False


@EVERY
def test_the_same_role_and_database_through_pgbouncer(
    front: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    with begun(front) as bouncer:
        words = capsys.readouterr().out
        version = ".".join(map(str, bouncer.version))
        assert words.startswith(f"PgBouncer {version} ")
        assert words.count("\n") == 1
        assert bouncer.kind == ("container" if front.kind == "container" else "binary")
        assert urlsplit(bouncer.dsn).hostname == "127.0.0.1"
        assert urlsplit(bouncer.dsn).port != urlsplit(front.dsn).port
        assert answer(bouncer.dsn) == answer(front.dsn)
        assert answer(bouncer.dsn_of(front.role("task"))) == answer(front.role("task"))
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(bouncer.dsn, password="wrong")
        assert {"lab"} <= {row["user"] for row in bouncer.show("POOLS")} or front.kind == "given"
        assert bouncer.kind in repr(bouncer)
    bouncer.close()  # harmless
    assert "closed" in repr(bouncer)
    assert not reached(bouncer.dsn)


@EACH
def test_many_clients_share_few_backends(front: Postgres) -> None:
    dsn = front.role("shared")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'shared' AND wait_event_type"

    async def gather(through: str) -> list[int]:
        sessions = [await asyncpg.connect(through, statement_cache_size=0) for _ in range(12)]

        async def client(session: asyncpg.Connection) -> int:
            pid = await session.fetchval(
                "SELECT pg_backend_pid() FROM (SELECT pg_advisory_xact_lock_shared(7)) AS gate"
            )
            return int(pid)

        gate = await asyncpg.connect(dsn)
        await gate.execute("SELECT pg_advisory_lock(7)")
        clients = [asyncio.create_task(client(session)) for session in sessions]

        def crowded() -> bool:
            rows = [row for row in bouncer.show("POOLS") if row["user"] == "shared"]
            return [row["cl_waiting"] for row in rows] == [9] and front.query(
                waiting + " = 'Lock'"
            ) == [(3,)]

        await asyncio.to_thread(until, crowded, "three are served and nine wait")
        await gate.close()
        pids = await asyncio.gather(*clients)  # while every session is open
        for session in sessions:
            await session.close()
        return pids

    with begun(front, pool_mode="transaction", default_pool_size=3) as bouncer:
        pids = asyncio.run(gather(bouncer.dsn_of(dsn)))
    assert len(pids) == 12
    assert len(set(pids)) == 3


@EACH
def test_a_backend_is_killed_and_the_server_restarted(front: Postgres) -> None:
    with begun(front, pool_mode="transaction", query_wait_timeout=1) as bouncer:
        with psycopg.connect(bouncer.dsn, autocommit=True) as session:
            row = session.execute("SELECT pg_backend_pid()").fetchone()
            assert row is not None
            assert front.kill(int(row[0]))
            again = session.execute("SELECT pg_backend_pid()").fetchone()
            assert again is not None
            assert again != row  # the client never knew
        front.stop()
        try:
            assert not reached(bouncer.dsn)
        finally:
            front.start()
        until(lambda: reached(bouncer.dsn), "it reaches the server again", limit=10)


@EACH
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("nonsense", 3, "nonsense"),
        ("pool_mode", "shared", 'invalid value "shared" for parameter pool_mode'),
        ("default_pool_size", "many", 'invalid value "many" for parameter default_pool_size'),
        ("listen_port", "many", 'invalid value "many" for parameter listen_port'),
        ("pool_mode", "session\nauth_type = trust", "give it one line"),
    ],
)
def test_a_bad_setting_is_one_line(front: Postgres, name: str, value: object, words: str) -> None:
    with pytest.raises(PoolLabError, match=words) as caught:
        begun(front, **{name: value})
    assert "\n" not in str(caught.value)
    assert "/dev/shm" not in str(caught.value)


@EACH
def test_settings_win_over_the_courses_own(front: Postgres) -> None:
    with begun(front, query_wait_timeout=7, log_connections=True) as bouncer:
        config = {row["key"]: row["value"] for row in bouncer.show("CONFIG")}
    assert config["query_wait_timeout"] == "7"
    assert config["log_connections"] == "1"
    assert config["server_login_retry"] == "1"


def test_a_database_that_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with postgres.start(name="closed") as db:
        pass
    with pytest.raises(PoolLabError, match="database is closed"):
        pgbouncer.start(db, name="closed")


@EACH
def test_a_cell_run_twice(front: Postgres, capsys: pytest.CaptureFixture[str]) -> None:
    first = begun(front, default_pool_size=2)
    try:
        assert begun(front, default_pool_size=2) is first
        assert capsys.readouterr().out.endswith("is still running.\n")
        second = begun(front, default_pool_size=3)
        assert first.closed
        assert not reached(first.dsn)
        assert reached(second.dsn)
        other = pgbouncer.start(front, name="other", default_pool_size=3)
        assert other is not None
        with other:
            assert reached(second.dsn)
            assert reached(other.dsn)
        third = pgbouncer.start(front, name="other", default_pool_size=3)
        assert third is not None
        with third:
            assert third is not other
    finally:
        pgbouncer.choose._running["tests"][1].close()


@EACH
def test_a_port_that_is_taken(front: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PoolLabError, match=r"in use|allocated"):
            begun(front, listen_port=port)
        ports = [port, network.free_port()]
        monkeypatch.setattr(network, "free_port", lambda: ports.pop(0))
        with begun(front) as bouncer:
            assert ports == []
            assert reached(bouncer.dsn)


def test_another_pgbouncer_on_the_port_is_not_taken_for_ours(
    db: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_pgbouncer("binary")
    with begun(db) as bouncer:
        port = urlsplit(bouncer.dsn).port
        really, asked = binary.Binary.alive, []

        def late(self: binary.Binary) -> None:
            """Look only after the other one was asked."""
            asked.append(self)
            if len(asked) > 1:
                really(self)

        monkeypatch.setattr(binary.Binary, "alive", late)
        with pytest.raises(PoolLabError, match="in use"):
            pgbouncer.start(db, name="second", listen_port=port)


def test_no_pgbouncer_and_no_docker(
    db: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binary, "ASIDE", [])
    assert pgbouncer.start(db, name="missing", pool_mode="transaction") is None
    said = capsys.readouterr().out
    assert "apt-get install pgbouncer" in said
    assert said.count("\n") == 1


def test_a_program_that_does_not_run_is_no_pgbouncer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory(prefix="poollab-tests-") as folder:
        Path(folder).chmod(0o755)  # the account it would run as may look
        fake = Path(folder, "pgbouncer")
        monkeypatch.setenv("PATH", folder)
        for code, found in [(0, str(fake)), (1, None)]:
            fake.write_text(f"#!/bin/sh\nexit {code}\n")
            fake.chmod(0o755)
            assert binary.program() == found


@pytest.mark.docker
@pytest.mark.parametrize("front", ["container"], indirect=True)
def test_an_image_that_cant_be_built_leaves_the_binary(
    front: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    needs_pgbouncer("binary")
    (tmp_path / "Dockerfile").write_text(f"FROM {engine.image_name()}\nRUN echo broken && false\n")
    monkeypatch.setattr(image, "FOLDER", tmp_path)
    monkeypatch.setattr(image, "NAME", "poollab-pgbouncer-broken")
    with begun(front) as bouncer:
        assert bouncer.kind == "binary"
        assert reached(bouncer.dsn)
    said = capsys.readouterr().out
    assert "Docker can't build" in said
    assert said.count("\n") == 1


@pytest.mark.docker
def test_the_image_is_built_once_and_cleaned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text(f"FROM {engine.image_name()}\n")
    for name, value in {"FOLDER": tmp_path, "NAME": "poollab-built", "LABEL": "built"}.items():
        monkeypatch.setattr(image, name, value)
    found = engine.client()
    try:
        ids = []
        for line in ("", "", "USER postgres\n"):
            dockerfile.write_text(dockerfile.read_text() + line)
            image.ensure(found)
            assert image.present(found)
            ids.append(found.images.get(image.NAME).id)
        assert ids[0] == ids[1] != ids[2]
    finally:
        lines = image.clean()
    assert not image.present(found)
    assert len(lines) == 2  # the one that was replaced, too
    assert all(line.startswith("removed Docker image") for line in lines)


START = """
db = postgres.start(name="guarded")
bouncer = pgbouncer.start(db, name="guarded")
print("started", bouncer.kind, flush=True)
"""
WAIT = "input()\n"
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


def gone(kernel: Kernel, *others: dict[str, object]) -> None:
    """Wait until nothing is left of what the kernel had, PgBouncer and the server."""
    for guarded in (kernel.guarded, *others):
        kernel.guarded = guarded
        until(lambda: not kernel.left(), f"nothing is left of {guarded}")


def guards(kernel: Kernel) -> dict[str, object]:
    """Wait until PgBouncer is guarded, too; return what is guarded of the server."""
    kernel.guards()
    server = kernel.guarded
    kernel.guards()
    return server


@EACH_KIND
def test_the_process_is_killed(kind: str) -> None:
    needs_pgbouncer(kind)
    with Kernel(SERVERS[kind], START + WAIT) as kernel:
        server = guards(kernel)
        assert kernel.said("started") == f"started {kind}"
        assert len(kernel.left()) >= 3  # the supervisor, and two things more
        os.killpg(kernel.process.pid, signal.SIGKILL)
        gone(kernel, server)


@EACH_KIND
@pytest.mark.parametrize("after", [0, 0.1, 0.4])
def test_the_process_is_killed_while_it_starts_pgbouncer(kind: str, after: float) -> None:
    needs_pgbouncer(kind)
    with Kernel(SERVERS[kind], START + WAIT) as kernel:
        server = guards(kernel)
        time.sleep(after)  # the moment is the very thing that varies
        kernel.process.kill()
        gone(kernel, server)


NOT_YET = """
import threading
from poollab.pgbouncer.instance import PgBouncer
PgBouncer._answer = lambda self: threading.Event().wait()
"""


@EACH_KIND
def test_starting_is_interrupted(kind: str) -> None:
    """While its answer is waited for: a quick one would be there before the interrupt is."""
    needs_pgbouncer(kind)
    code = START.replace("db =", "try:\n  db =", 1).replace("\nb", "\n  b").replace("\np", "\n  p")
    code = NOT_YET + code + 'except KeyboardInterrupt:\n  print("interrupted", flush=True)\n' + WAIT
    with Kernel(SERVERS[kind], code) as kernel:
        guards(kernel)
        kernel.process.send_signal(signal.SIGINT)
        kernel.said("interrupted")
        gone(kernel)


@EACH_KIND
def test_the_process_ends_without_closing(kind: str) -> None:
    needs_pgbouncer(kind)
    with Kernel(SERVERS[kind], START) as kernel:
        server = guards(kernel)
        kernel.said("started")
        assert kernel.ended() == ""
        gone(kernel, server)


@EACH_KIND
def test_closing_leaves_the_server_as_it_was(kind: str) -> None:
    needs_pgbouncer(kind)
    code = 'bouncer.close()\ndb.stop()\ndb.start()\nprint(db.query("SELECT 1"), flush=True)\n'
    with Kernel(SERVERS[kind], START + code + WAIT) as kernel:
        guards(kernel)
        assert kernel.said("[") == "[(1,)]"
        assert kernel.left() == []
