"""Who holds a connection, whether it leaked or broke, what is being opened: in each library."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest
from crowd import POOLS, Crowd, Turnstile, each_pool
from fastapi import BackgroundTasks, FastAPI
from psycopg_pool import ConnectionPool
from waiting import until

from poollab import watch
from poollab.postgres.instance import Postgres
from poollab.server import serve
from poollab.watch.frame import frame
from poollab.watch.holders import MOST_NAMES, Names
from poollab.watch.picture import lives


def marks(recording: watch.LiveRecording) -> list[tuple[Any, ...]]:
    """Return the marks of this very moment."""
    recording.sample()
    return list(frame(recording, recording.known_until)["marks"])


def states(recording: watch.LiveRecording) -> dict[int, str]:
    return {mark[0]: mark[1] for mark in marks(recording)}


@each_pool
def test_a_connection_names_the_request_that_holds_it(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool, dsn=turnstile.db.dsn) as recording:
        asked = [crowd.ask(turnstile.sql, f"/meal/{n}") for n in range(3)]
        until(lambda: len(turnstile.blocked()) == 3)
        until(
            lambda: {mark[3] for mark in marks(recording)} == {f"GET /meal/{n}" for n in range(3)}
        )
        until(lambda: all("waits for advisory" in mark[5] for mark in marks(recording)))
        assert {mark[1] for mark in marks(recording)} == {"in use"}
        assert {mark[4] for mark in marks(recording)} == {turnstile.sql}
        turnstile.open()
        for request in asked:
            request.result()
        until(lambda: recording.sample().in_use == 0)
        assert [mark[1:4:2] for mark in marks(recording)] == [("idle", "")] * 3


@each_pool
def test_a_connection_that_nobody_alive_holds_is_leaked(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as recording:
        crowd.forget("/forget")
        alive = crowd.ask(turnstile.sql, "/alive")
        until(lambda: turnstile.blocked())
        until(lambda: "leaked" in states(recording).values())
        assert {mark[3]: mark[1] for mark in marks(recording)} == {
            "GET /forget": "leaked", "GET /alive": "in use",
        }  # fmt: skip
        crowd.give_back()
        until(lambda: sorted(states(recording).values()) == ["idle", "in use"])
        turnstile.open()
        alive.result()
    ((lost,),) = [life.leaked for life in lives(recording) if life.leaked]
    assert lost[1] < recording.seconds  # it came back
    assert "1 leaked: held when the holder was over." in recording.picture("").text


@each_pool
def test_a_backend_that_is_killed_in_a_query_is_broken(crowd: Crowd, turnstile: Turnstile) -> None:
    with watch.pool(crowd.pool) as recording:
        request = crowd.ask(turnstile.sql, "/killed")
        until(lambda: turnstile.blocked())
        until(lambda: [mark[3] for mark in marks(recording)] == ["GET /killed"])
        (pid,) = turnstile.blocked()
        assert turnstile.db.kill(pid)
        assert request.exception(20)
        until(lambda: states(recording).get(pid) == "dropped")
        assert [one for _, one in recording.lost] == [pid]
        (mark,) = [one for one in marks(recording) if one[0] == pid]
        assert mark[3] in ("GET /killed", "")  # "" if it was held for less than a look


@each_pool
def test_a_backend_that_is_killed_while_idle_is_broken(crowd: Crowd, db: Postgres) -> None:
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        crowd.ask("select 1").result()
        until(lambda: recording.sample().idle == 1)
        (pid,) = recording.sample().pids
        until(lambda: pid in recording.first_on_server)
        assert db.kill(pid)
        until(lambda: states(recording)[pid] in ("broken", "dropped"))


@pytest.mark.parametrize("crowd", POOLS, indirect=True)
def test_what_the_pool_closes_itself_is_not_broken(crowd: Crowd, db: Postgres) -> None:
    with watch.pool(crowd.pool, dsn=db.dsn) as recording:
        crowd.ask("select 1").result()
        until(lambda: recording.sample().idle == 1)
        until(lambda: len(recording.backends) == 1)
        (first,) = recording.sample().pids
        match crowd.kind:
            case "asyncpg":
                crowd.in_loop(crowd.pool.expire_connections()).result()
                crowd.ask("select 2").result()
            case "sqlalchemy":
                crowd.pool.dispose()
            case "sqlalchemy async":
                crowd.in_loop(crowd.pool.dispose()).result()
            case "psycopg":
                crowd.pool.drain()
            case _:
                crowd.in_loop(crowd.pool.drain()).result()
        until(lambda: first not in recording.sample().pids)
        until(lambda: first not in {one.pid for one in recording.backends})
        assert "broken" not in states(recording).values() and not recording.lost


class Mute:
    """A server that takes connections and never says a word."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.dsn = f"postgresql://nobody:x@127.0.0.1:{self.socket.getsockname()[1]}/nothing"


@pytest.fixture
def mute_crowd(request: pytest.FixtureRequest) -> Iterator[Crowd]:
    """Requests on a pool whose server does not answer."""
    mute = Mute()
    gathered = Crowd(request.param, mute.dsn, size=3)
    yield gathered
    mute.socket.close()
    gathered.close()


@pytest.mark.parametrize("mute_crowd", POOLS, indirect=True)
def test_a_connection_that_is_being_opened(mute_crowd: Crowd) -> None:
    crowd = mute_crowd
    with watch.pool(crowd.pool) as recording:
        assert recording.sample().opening == 0
        request = crowd.ask("select 1")
        until(lambda: recording.sample().opening == 1)
        assert recording.sample().size == 0
    request.cancel()


def test_a_server_names_its_requests(db: Postgres) -> None:
    app, go = FastAPI(), asyncio.Event()
    app.state.pool = None

    async def afterwards() -> None:
        await go.wait()

    @app.get("/meal/{table}")
    async def meal(table: int, background: BackgroundTasks) -> None:
        async with app.state.pool.acquire() as connection:
            await connection.execute("begin")
            background.add_task(afterwards)
            await go.wait()
            await connection.execute("commit")

    @app.get("/forget")
    async def forget(background: BackgroundTasks) -> None:
        await app.state.pool.acquire()
        background.add_task(afterwards)

    with serve(app, name="naming") as server:
        app.state.pool = server.run(opened(db.dsn))
        with watch.pool(app.state.pool, dsn=db.dsn) as recording:
            url = server.url + "/meal/7?extra=1"
            eating = threading.Thread(target=httpx.get, args=(url,), kwargs={"timeout": 20})
            eating.start()
            waits = ("in transaction", "GET /meal/7")
            until(lambda: [mark[1:4:2] for mark in marks(recording)] == [waits])
            # the answer has come, the background task still runs: not a leak yet
            httpx.get(server.url + "/forget")
            assert "leaked" not in states(recording).values()
            server.run(set_(go))
            eating.join()
            until(lambda: [m[3] for m in marks(recording) if m[1] == "leaked"] == ["GET /forget"])
        server.run(cut_off(app.state.pool))


async def opened(dsn: str) -> Any:
    return await asyncpg.create_pool(dsn, min_size=0, max_size=3)


async def cut_off(pool: Any) -> None:
    """End a pool in the loop it lives in: from another thread, uvloop may crash the process."""
    pool.terminate()


async def set_(event: asyncio.Event) -> None:
    event.set()


def test_outside_of_requests_the_task_or_the_thread_is_named(db: Postgres) -> None:
    async def borrow() -> None:
        pool = await opened(db.dsn)
        with watch.pool(pool) as recording:
            await asyncio.create_task(take(pool), name="waiter")
            await pool.acquire()
            await asyncio.to_thread(until, lambda: "leaked" in states(recording).values())
            held = {mark[3]: mark[1] for mark in marks(recording)}
        pool.terminate()
        task = asyncio.current_task()
        assert task
        assert held == {"waiter, take()": "leaked", f"{task.get_name()}, borrow()": "in use"}

    asyncio.run(borrow())
    with (
        ConnectionPool(db.dsn, min_size=1) as pool,
        watch.pool(pool) as recording,
        pool.connection(),
    ):
        assert [mark[3] for mark in marks(recording)] == ["thread MainThread"]


async def take(pool: Any) -> None:
    await pool.acquire()


@each_pool
def test_what_was_taken_before_the_recording_has_no_name(
    crowd: Crowd, turnstile: Turnstile
) -> None:
    request = crowd.ask(turnstile.sql, "/before")
    until(lambda: turnstile.blocked())
    with watch.pool(crowd.pool) as recording:
        assert [mark[1:4:2] for mark in marks(recording)] == [("in use", "")]
        turnstile.open()
        request.result()


def test_the_hooks_of_the_learner_still_run(db: Postgres) -> None:
    called: list[str] = []

    async def setup(connection: object) -> None:
        called.append("setup")

    async def run() -> None:
        async with asyncpg.create_pool(db.dsn, min_size=1, setup=setup) as pool:
            with watch.pool(pool), watch.pool(pool):
                await pool.execute("select 1")

    asyncio.run(run())
    with (
        ConnectionPool(db.dsn, min_size=1, check=lambda _: called.append("check")) as pool,
        watch.pool(pool),
        watch.pool(pool),
        pool.connection(),
    ):
        pass
    assert called == ["setup", "check"]


def test_names_do_not_fill_the_memory() -> None:
    names = Names()
    assert names.keep("GET /" + "x" * 200) == "GET /" + "x" * 74 + "…"
    for n in range(MOST_NAMES + 100):
        names.keep(f"GET /{n}")
    assert names.keep("GET /1") == "GET /1"
    assert names.keep("POST /new") == "POST (one of very many)"
    assert len(names._known) < MOST_NAMES + 10
