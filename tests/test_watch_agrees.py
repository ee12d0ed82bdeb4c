"""Where pool, Python and server disagree: the pool's count is shown, and who disagrees."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from crowd import POOLS, Crowd, Turnstile, each_pool
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy import create_engine, pool, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from waiting import until

from poollab import watch
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.watch.checkout import LEAKED_AFTER
from poollab.watch.frame import frame

Marks = list[tuple[Any, ...]]


def marks(recording: watch.LiveRecording) -> Marks:
    """Return the marks of this very moment."""
    recording.sample()
    return list(frame(recording, recording.known_until)["marks"])


def lasted(recording: watch.LiveRecording) -> float:
    """Return for how many seconds the first connection has been as it is."""
    return recording.sample().t - float(marks(recording)[0][2])


def states(recording: watch.LiveRecording) -> list[str]:
    return [mark[1] for mark in marks(recording)]


def held(recording: watch.LiveRecording) -> list[tuple[str, str]]:
    """Return state and holder of each connection."""
    return [(mark[1], mark[3]) for mark in marks(recording)]


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """Let a backend of this machine stand still: it answers nothing."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


class Checking(Crowd):
    """Requests on a pool of one connection that is checked before it is lent."""

    async def make(self, dsn: str, size: int) -> Any:
        limits: dict[str, Any] = {"pool_size": size, "max_overflow": 0, "pool_pre_ping": True}
        match self.kind:
            case "asyncpg":
                import asyncpg  # type: ignore[import-untyped]

                return await asyncpg.create_pool(dsn, min_size=1, max_size=1, setup=asked)
            case "sqlalchemy":
                return create_engine(dsn, **limits)
            case "sqlalchemy async":
                async_url = dsn.replace("postgresql:", "postgresql+asyncpg:")
                return create_async_engine(async_url, **limits)
            case "psycopg":
                check: Any = ConnectionPool.check_connection
                return ConnectionPool(dsn, min_size=1, max_size=1, open=True, check=check)
        check = AsyncConnectionPool.check_connection
        made: Any = AsyncConnectionPool(dsn, min_size=1, max_size=1, open=False, check=check)
        await made.open()
        return made


async def asked(connection: Any) -> None:
    """Check a connection of asyncpg as people do, in the pool's ``setup``."""
    await connection.execute("select 1")


@pytest.fixture
def checking(request: pytest.FixtureRequest, db: Postgres) -> Iterator[Checking]:
    gathered = Checking(request.param, db.dsn, size=1)
    yield gathered
    gathered.close()


@pytest.mark.parametrize("checking", POOLS, indirect=True)
def test_while_a_check_hangs_the_new_borrower_is_named(checking: Checking, db: Postgres) -> None:
    with watch.pool(checking.pool, dsn=db.dsn) as recording:
        checking.ask("select 1", "/first").result()
        until(lambda: recording.sample().idle == 1)
        (pid,) = recording.sample().pids
        with frozen(pid):
            second = checking.ask("select 1", "/second")
            until(lambda: held(recording) == [("checking", "GET /second")])
            until(lambda: lasted(recording) > 2 * LEAKED_AFTER)
            assert held(recording) == [("checking", "GET /second")]
            sample = recording.sample()
            assert (sample.in_use, sample.idle, sample.opening) == (1, 0, 0)
        second.result()
        until(lambda: held(recording) == [("idle", "")])
        checking.forget("/third")
        until(lambda: held(recording) == [("leaked", "GET /third")])


@pytest.mark.parametrize("checking", POOLS, indirect=True)
def test_after_a_check_that_failed_nobody_holds_the_old_connection(
    checking: Checking, turnstile: Turnstile
) -> None:
    with watch.pool(checking.pool) as recording:
        checking.ask("select 1", "/first").result()
        until(lambda: recording.sample().idle == 1)
        (pid,) = recording.sample().pids
        assert turnstile.db.kill(pid)
        again = checking.ask(turnstile.sql, "/again")
        with suppress(Exception):  # asyncpg's own pool hands the error of its setup on
            again.result(0.5 if checking.kind == "asyncpg" else 0)
        if not again.done():
            until(lambda: held(recording)[:1] == [("in use", "GET /again")])
        until(lambda: pid not in recording.sample().pids)
        turnstile.open()
        with suppress(Exception):
            again.result()
        until(lambda: recording.sample().in_use == 0)


@pytest.mark.parametrize("crowd", ["asyncpg"], indirect=True)
def test_a_connection_that_asyncpg_resets_is_nobodys(crowd: Crowd) -> None:
    backend: list[int] = []

    async def borrow() -> None:
        async with crowd.pool.acquire() as connection:
            backend.append(connection.get_server_pid())
            os.kill(backend[0], signal.SIGSTOP)

    with watch.pool(crowd.pool) as recording:
        request = crowd.in_loop(borrow())
        try:
            until(lambda: held(recording) == [("in use", "")])
            request.cancel()  # the giving back goes on without it
            until(lambda: lasted(recording) > 3 * LEAKED_AFTER)
            assert held(recording) == [("in use", "")]
        finally:
            os.kill(backend[0], signal.SIGCONT)
        until(lambda: recording.sample().in_use == 0)


def test_a_connection_that_psycopg_resets_is_nobodys(db: Postgres) -> None:
    go = threading.Event()

    def reset(_: object) -> None:
        go.wait(30)

    with (
        ConnectionPool(db.dsn, min_size=1, max_size=1, reset=reset) as lent,
        watch.pool(lent) as recording,
    ):
        borrower = threading.Thread(target=lambda: lent.putconn(lent.getconn()))
        borrower.start()
        borrower.join()
        until(lambda: lasted(recording) > 3 * LEAKED_AFTER)
        assert held(recording) == [("in use", "")]
        go.set()
        until(lambda: held(recording) == [("idle", "")])


AFTER_COLLECTING = {
    "asyncpg": ["leaked"],  # the pool itself keeps the connection
    "sqlalchemy": ["idle"],  # SQLAlchemy takes it back
    "sqlalchemy async": [],  # it ends the session, and warns
    "psycopg": ["collected"],
    "psycopg async": ["collected"],
}


@each_pool
@pytest.mark.filterwarnings("ignore:The garbage collector:sqlalchemy.exc.SAWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_forgotten_connection_before_and_after_python_collects_it(
    crowd: Crowd, db: Postgres
) -> None:
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        crowd.forget("/forget")
        until(lambda: held(recording) == [("leaked", "GET /forget")])
        crowd.forgotten.clear()
        gc.collect()
        expected = AFTER_COLLECTING[crowd.kind]
        until(lambda: states(recording) == expected)
        sample = recording.sample()
        assert sample.opening == 0
        if expected == ["collected"]:
            assert held(recording) == [("collected", "GET /forget")]
            counted = crowd.pool.get_stats()
            assert (counted["pool_size"], counted["pool_available"]) == (sample.size, sample.idle)
            assert recording.holders[-1].of(sample.pids[0]).leaked  # type: ignore[union-attr]
    if crowd.kind == "asyncpg":  # it would wait for the connection
        crowd.loop.call_soon_threadsafe(crowd.pool.terminate)


def test_what_was_collected_before_the_recording_is_not_invented(db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=2, max_size=2) as lent:
        lent.wait()
        kept = lent.getconn()
        with watch.pool(lent) as recording:
            pid = kept.info.backend_pid
            del kept
            gc.collect()
            until(lambda: (pid, "collected") in [mark[:2] for mark in marks(recording)])
            sample = recording.sample()
            assert (sample.size, sample.in_use) == (2, 1)


async def give_back(crowd: Crowd, connection: Any) -> Any:
    """Give a connection back in the pool's way, but keep the driver's own."""
    match crowd.kind:
        case "asyncpg":
            kept = connection._con
            await crowd.pool.release(connection)
        case "sqlalchemy async":
            kept = (await connection.get_raw_connection()).driver_connection
            await connection.close()
        case "sqlalchemy":
            kept = connection.connection.driver_connection
            connection.close()
        case "psycopg":
            kept = connection
            crowd.pool.putconn(connection)
        case _:
            kept = connection
            await crowd.pool.putconn(connection)
    return kept


async def run(connection: Any, sql: str) -> None:
    """Run a query on a connection of any driver."""
    if asyncio.iscoroutine(running := connection.execute(sql)):
        await running


@each_pool
def test_idle_in_the_pool_but_in_a_transaction_on_the_server(crowd: Crowd, db: Postgres) -> None:
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        crowd.forget("")
        kept = crowd.in_loop(give_back(crowd, crowd.forgotten.pop())).result()
        until(lambda: states(recording) == ["idle"])
        crowd.in_loop(run(kept, "begin")).result()
        until(lambda: states(recording) == ["disputed"])
        (mark,) = marks(recording)
        assert mark[5].startswith(" The server says: idle in transaction for ")
        sample = recording.sample()
        assert (sample.idle, sample.in_use) == (1, 0)  # the pool's count stands
        crowd.in_loop(run(kept, "rollback")).result()
        until(lambda: states(recording) == ["idle"])


@each_pool
def test_what_is_lent_for_a_moment_is_not_disputed(crowd: Crowd, db: Postgres) -> None:
    seen: set[str] = set()
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        for _ in range(20):
            asked = [crowd.ask("select pg_sleep(0.01)") for _ in range(3)]
            seen.update(states(recording))
            for request in asked:
                request.result()
    assert seen <= {"in use", "in transaction", "idle"}


def test_a_backend_of_which_the_server_says_nothing(db: Postgres) -> None:
    dsn = db.role("untracked")
    db.query("alter role untracked set track_activities = off")
    with (
        ConnectionPool(dsn, min_size=1, max_size=1) as lent,
        watch.pool(lent, dsn=dsn) as recording,
    ):
        until(lambda: [one.state for one in recording.backends] == ["disabled"])
        assert [mark[1::4] for mark in marks(recording)] == [("idle", "")]


@each_pool
def test_a_lent_connection_that_its_borrower_closes(crowd: Crowd, db: Postgres) -> None:
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        crowd.forget("/closes")
        connection = crowd.forgotten.pop()
        until(lambda: len(recording.first_on_server) == 1)
        crowd.in_loop(closed(crowd, connection)).result()
        if crowd.kind == "asyncpg":  # the pool is told
            until(lambda: (recording.sample().size, crowd.pool.get_size()) == (0, 0))
            return
        until(lambda: states(recording) == ["broken"])
        sample = recording.sample()
        assert (sample.size, sample.in_use, sample.opening) == (1, 1, 0)  # as the pool counts
        crowd.forgotten.append(connection)
        crowd.give_back()
        until(lambda: recording.sample().in_use == 0)


async def closed(crowd: Crowd, connection: Any) -> None:
    """Close a connection behind its pool's back."""
    match crowd.kind:
        case "sqlalchemy":
            connection.connection.driver_connection.close()
        case "sqlalchemy async":
            await (await connection.get_raw_connection()).driver_connection.close()
        case "psycopg":
            connection.close()
        case _:
            await connection.close()


def test_an_idle_connection_of_psycopg_that_somebody_closes(db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=1, max_size=1) as lent, watch.pool(lent) as recording:
        with lent.connection() as kept:
            pass
        kept.close()
        until(lambda: states(recording) == ["broken"])
        sample = recording.sample()
        assert (sample.idle, sample.opening) == (1, 0)
        assert lent.get_stats()["pool_available"] == 1


def test_a_pool_that_is_resized(db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=1, max_size=1) as lent, watch.pool(lent) as recording:
        lent.resize(3, 4)
        until(lambda: recording.sample().idle == 3)
        assert (recording.limit, recording.sample().opening) == (4, 0)


@pytest.mark.parametrize("crowd", ["asyncpg", "sqlalchemy async", "psycopg async"], indirect=True)
def test_a_connection_that_listens_is_not_leaked(crowd: Crowd) -> None:
    async def driver_of(connection: Any) -> Any:
        if crowd.kind == "sqlalchemy async":
            return (await connection.get_raw_connection()).driver_connection
        return connection

    def hears(*_: object) -> None:
        pass

    with watch.pool(crowd.pool) as recording:
        crowd.forget("/listen")
        (connection,) = crowd.forgotten
        driver = crowd.in_loop(driver_of(connection)).result()
        if crowd.kind == "psycopg async":
            driver.add_notify_handler(hears)
        else:
            crowd.in_loop(driver.add_listener("news", hears)).result()
        until(lambda: held(recording) == [("listening", "GET /listen")])
        if crowd.kind == "psycopg async":
            driver.remove_notify_handler(hears)
        else:
            crowd.in_loop(driver.remove_listener("news", hears)).result()
        until(lambda: held(recording) == [("leaked", "GET /listen")])


class Silent(psycopg.Connection[Any]):
    """A connection of a driver that does not tell the pid of the backend."""

    @property
    def info(self) -> Any:
        return SilentInfo(self.pgconn)


class SilentInfo(psycopg.ConnectionInfo):
    backend_pid = 0


def test_connections_whose_driver_tells_no_pid_are_counted(db: Postgres) -> None:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: Silent.connect(db.dsn), pool_size=3
    )
    with watch.pool(engine, dsn=db.dsn) as recording:
        taken = [engine.connect() for _ in range(3)]
        sample = recording.sample()
        assert (sample.size, sample.in_use) == (3, 3)
        assert sample.pids == (-3, -2, -1)
        name = f"thread {threading.current_thread().name}"
        until(lambda: held(recording) == [("in use", name)] * 3)
        until(lambda: "driver does not tell" in said(recording))
        for connection in taken:
            connection.close()
        assert held(recording) == [("idle", "")] * 3
    engine.dispose()


def said(recording: watch.LiveRecording) -> str:
    """Return why the server's lines can't be put to connections."""
    recording.sample()
    return str(frame(recording, recording.known_until)["server"]["apart"])


def engines(db: Postgres) -> dict[str, Any]:
    """Return what people pass, by what is to be said of it; nothing where it can be watched."""
    engine = create_engine(db.dsn)
    anew = create_async_engine(db.dsn.replace("postgresql:", "postgresql+asyncpg:"))
    return {
        "engine": engine, "sync_engine": anew.sync_engine, "its pool": anew.sync_engine.pool,
        "sessionmaker": sessionmaker(engine), "async_sessionmaker": async_sessionmaker(anew),
        "Session": Session(engine), "AsyncSession": AsyncSession(anew),
        "scoped_session": scoped_session(sessionmaker(engine)),
    }  # fmt: skip


def test_what_holds_an_engine_can_be_watched(db: Postgres) -> None:
    for name, thing in engines(db).items():
        with watch.pool(thing) as recording:
            assert (recording.limit, recording.sample().size) == (15, 0), name


def test_a_session_is_watched_through_its_engine(db: Postgres) -> None:
    make = sessionmaker(create_engine(db.dsn))
    with watch.pool(make) as recording, make() as session:
        session.execute(text("select 1"))
        assert recording.sample().in_use == 1


def test_what_can_not_be_watched_says_what_to_pass(db: Postgres) -> None:
    app, other = FastAPI(), FastAPI()
    app.state.engine = create_engine(db.dsn)
    refused = {
        "FastAPI can't be watched, the pool in it can: give its state.engine.": app,
        "FastAPI can't be watched: give an asyncpg pool, ": other,
        "Session can't be watched, it has no engine of its own": Session(),
        "NoneType can't be watched: give an asyncpg pool": None,
        "StaticPool can't be watched: give an engine with QueuePool": pool.StaticPool(lambda: 1),  # type: ignore[arg-type]
    }
    for kind in (pool.StaticPool, pool.SingletonThreadPool, pool.AssertionPool):
        engine = create_engine(db.dsn, poolclass=kind)
        refused[f"Engine with {kind.__name__} can't be watched: give an engine with Q"] = engine
    for words, thing in refused.items():
        with pytest.raises(PoolLabError) as caught:
            watch.pool(thing)
        assert str(caught.value).startswith(words)
        assert "\n" not in str(caught.value)
