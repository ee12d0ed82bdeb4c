"""A FastAPI app served from the notebook's process."""

import asyncio
import contextlib
import importlib.util
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest
from fastapi import FastAPI, WebSocket
from waiting import until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.request import current
from poollab.server import live, serve


def make(
    start: Callable[[], Any] = lambda: None, stop: Callable[[], Any] = lambda: None
) -> tuple[FastAPI, list[str]]:
    """Return an app whose lifespan calls these, and the list of what happened."""
    happened: list[str] = []

    async def call(function: Callable[[], Any]) -> None:
        if asyncio.iscoroutine(result := function()):
            await result

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        happened.append("start")
        await call(start)
        yield
        happened.append("stop")
        await call(stop)
        happened.append("stopped")

    app = FastAPI(lifespan=lifespan)

    @app.get("/")
    async def root() -> str:
        return "hello"

    @app.get("/thread")
    def thread() -> int:
        return threading.get_ident()

    return app, happened


def listens(url: str) -> bool:
    """Return whether somebody answers at ``url``."""
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


async def forever() -> None:
    """Wait for what never comes."""
    await asyncio.Event().wait()


def threads() -> set[str]:
    """Return the names of the threads that serve."""
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("serve ")}


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Any:
    """Check that every server's thread has ended."""
    yield
    assert not threads()


def test_answers_with_its_lifespan_around() -> None:
    app, happened = make()
    with serve(app) as running:
        assert happened == ["start"]
        assert httpx.get(running.url).json() == "hello"
        assert "serving" in repr(running)
    assert happened == ["start", "stop", "stopped"]
    assert not listens(running.url)
    assert "stopped" in repr(running)
    running.stop()  # harmless


@pytest.mark.parametrize("others", ["", "example.org"])
def test_a_proxy_is_not_asked(others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, others)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serve(make()[0]) as server:
        assert httpx.get(server.url).json() == "hello"
    assert os.environ["NO_PROXY"] == f"{others},127.0.0.1".strip(",")


def test_sync_endpoints_run_in_threads_of_their_own() -> None:
    with serve(make()[0]) as running:
        ident = httpx.get(f"{running.url}/thread").json()
        assert ident not in (threading.get_ident(), running._thread.ident)


def test_runs_on_uvloop_and_httptools_where_they_are() -> None:
    with serve(make()[0]) as running:
        for name, used in [
            ("uvloop", type(running._loop).__module__),
            ("httptools", running._uvicorn.config.http_protocol_class.__module__),
        ]:
            if importlib.util.find_spec(name):
                assert name in used


def test_serving_leaves_the_logging_alone() -> None:
    ours = logging.NullHandler()
    logger = logging.getLogger("uvicorn")
    logger.addHandler(ours)
    try:
        with serve(make()[0]):  # else two that start at once would undo each other's set-up
            assert ours in logger.handlers
    finally:
        logger.removeHandler(ours)


def test_an_error_in_start_up_reaches_the_cell() -> None:
    error = ValueError("no such table")

    def fail() -> None:
        raise error

    with pytest.raises(ValueError, match="no such table") as caught:
        serve(make(fail)[0])
    assert caught.value is error


def test_an_error_in_shut_down_reaches_the_cell() -> None:
    error = ValueError("no such pool")

    def fail() -> None:
        raise error

    running = serve(make(stop=fail)[0])
    with pytest.raises(ValueError, match="no such pool") as caught:
        running.stop()
    assert caught.value is error
    running.stop()  # told once
    assert not listens(running.url)


def test_an_error_in_the_block_counts_more_than_one_in_shut_down() -> None:
    def fail() -> None:
        raise ValueError("second")

    with pytest.raises(KeyError, match="first"), serve(make(stop=fail)[0]):
        raise KeyError("first")


@pytest.mark.parametrize("what", [42, make, None])
def test_what_is_no_app(what: Any) -> None:
    with pytest.raises(PoolLabError, match=r"serve\(\) takes an app"):
        serve(what)


async def answer(send: Any) -> None:
    """Answer a request as an app without any framework does."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hi"})


async def raises_at_a_lifespan(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        raise ValueError(f"no {scope['type']} here")
    await answer(send)


async def returns_at_a_lifespan(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await answer(send)


@pytest.mark.parametrize(
    ("app", "reason"),
    [(raises_at_a_lifespan, "ValueError: no lifespan here"), (returns_at_a_lifespan, "returned")],
)
def test_an_app_without_a_lifespan(
    app: Callable[..., Any], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(app) as running:
        assert httpx.get(running.url).text == "hi"
    (line,) = capsys.readouterr().out.splitlines()
    assert "has no lifespan" in line and reason in line


@pytest.mark.parametrize("answers", [True, False])
def test_a_lifespan_by_hand_that_fails(answers: bool) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        if not answers:
            raise ValueError("no such table")
        await send({"type": "lifespan.startup.failed", "message": "first\nno such table"})

    with pytest.raises(PoolLabError if answers else ValueError, match=r"no such table$"):
        serve(app)


def test_a_websocket_is_served_and_ended_with_the_app() -> None:
    app, happened = make()

    @app.websocket("/bell")
    async def bell(socket: WebSocket) -> None:
        await socket.accept()
        async for words in socket.iter_text():
            await socket.send_text(f"{words}, during {current.get()}")

    running = serve(app)
    with connect(f"{running.url.replace('http', 'ws')}/bell") as guest:
        guest.send("Ding")
        assert guest.recv(30) == "Ding, during websocket /bell"
        running.stop()
        with pytest.raises(ConnectionClosed):
            guest.recv(30)
    assert happened == ["start", "stop", "stopped"]


def test_what_uvicorn_warns_of_is_heard_once(capsys: pytest.CaptureFixture[str]) -> None:
    def garbage() -> None:
        with socket.create_connection(("127.0.0.1", int(running.url.rpartition(":")[2]))) as raw:
            raw.sendall(b"no HTTP at all\r\n\r\n")
            assert b"400" in raw.recv(1000)

    with serve(make()[0]) as running:
        garbage()
        garbage()
    assert capsys.readouterr().out == "uvicorn warns: Invalid HTTP request received.\n"
    assert not logging.getLogger("uvicorn.error").filters


def test_an_error_of_the_app_is_no_line(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    app, _ = make()
    app.get("/broken")(lambda: 1 / 0)
    with serve(app) as running:
        assert httpx.get(f"{running.url}/broken").status_code == 500
    assert capfd.readouterr() == ("", "") and not caplog.records


def test_start_up_that_takes_long_says_what_is_waited_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TELL_AFTER", 0.1)
    told = threading.Event()

    def tell(words: str, real: Callable[..., None] = print) -> None:
        real(words)
        told.set()

    monkeypatch.setattr("builtins.print", tell)
    with serve(make(lambda: asyncio.to_thread(told.wait, 30))[0]):
        assert told.is_set()
    (line,) = capsys.readouterr().out.splitlines()
    assert "has not started after 0.1 s: its lifespan has yet to come to `yield`" in line


def test_start_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "START_WITHIN", 0.2)
    monkeypatch.setattr(live, "TELL_AFTER", 0.1)
    ended = threading.Event()

    async def hang() -> None:
        try:
            await forever()
        finally:
            ended.set()

    with pytest.raises(PoolLabError, match=r"start-up did not finish within 0.2 s"):
        serve(make(hang)[0])
    assert ended.is_set()


@pytest.fixture
def stop_button() -> Iterator[None]:
    """Let an interrupt arrive, also where whoever started the tests had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


async def press_stop() -> None:
    """Interrupt the main thread, as the stop button of a notebook does, then wait for ever."""
    os.kill(os.getpid(), signal.SIGINT)
    await forever()


@pytest.mark.usefixtures("stop_button")
def test_start_up_is_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt):
        serve(make(press_stop)[0])


def test_a_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PoolLabError, match=f"Port {port} can't be used .Address already") as e:
            serve(make()[0], port=port)
    assert "\n" not in str(e.value)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        with serve(make()[0], port=port):  # free again
            assert client.get("/").json() == "hello"
        with serve(make()[0], port=port):  # and again, right after connections of the former app
            assert client.get("/").json() == "hello"
    with pytest.raises(PoolLabError, match="0-65535"):
        serve(make()[0], port=70000)


def test_a_cell_run_twice_stops_the_former_app() -> None:
    app, happened = make()
    first = serve(app, name="twice")
    with serve(make()[0], name="other") as other, serve(make()[0], name="twice") as second:
        assert happened == ["start", "stop", "stopped"]
        assert not listens(first.url)
        assert listens(other.url)
        assert listens(second.url)


def test_a_cell_run_twice_whose_former_app_does_not_stop(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = serve(make(stop=forever)[0], name="twice")
    with monkeypatch.context() as impatient:
        impatient.setattr(live, "STOP_WITHIN", 0.2)
        second = serve(make()[0], name="twice")
    with second:
        assert httpx.get(second.url).json() == "hello"
    assert "did not stop within 0.2 s" in capsys.readouterr().out
    assert not listens(first.url)


async def opened(db: Postgres, app: FastAPI) -> None:
    """Give the app a pool."""
    app.state.pool = await asyncpg.create_pool(db.dsn, min_size=1, max_size=2)


def with_pool(db: Postgres) -> FastAPI:
    """Return an app whose lifespan opens and closes a pool."""
    app, _ = make(lambda: opened(db, app), lambda: app.state.pool.close())
    return app


def backends(db: Postgres) -> int:
    """Return how many backends serve the lessons' role."""
    return int(db.query("SELECT count(*) FROM pg_stat_activity WHERE usename = 'lab'")[0][0])


def test_run_uses_the_pool_in_its_own_loop(db: Postgres) -> None:
    app = with_pool(db)

    async def where() -> int:
        assert await app.state.pool.fetchval("SELECT 1") == 1
        return threading.get_ident()

    with serve(app) as running:
        assert running.run(where()) == running._thread.ident != threading.get_ident()
        with pytest.raises(asyncpg.UndefinedTableError):
            running.run(app.state.pool.execute("SELECT * FROM nothing"))
    with pytest.raises(PoolLabError, match="has stopped"):
        running.run(where())
    until(lambda: not backends(db), "the pool's connections are gone")


def test_a_leaked_connection_does_not_keep_the_app_alive(
    db: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "STOP_WITHIN", 0.5)
    app = with_pool(db)
    running = serve(app)
    running.run(app.state.pool.acquire())
    with pytest.raises(PoolLabError, match="a connection that was never released") as caught:
        running.stop()
    assert "\n" not in str(caught.value)
    until(lambda: not backends(db), "the pool's connections are gone")


@pytest.mark.usefixtures("stop_button")
def test_an_interrupted_run_is_cancelled() -> None:
    cancelled = threading.Event()

    async def wait() -> None:
        try:
            await press_stop()
        finally:
            cancelled.set()

    with serve(make()[0]) as running:
        with pytest.raises(KeyboardInterrupt):
            running.run(wait())
        until(cancelled.is_set, "the coroutine is cancelled")


def test_an_open_request_gets_time_to_finish() -> None:
    app, _ = make()
    entered = threading.Event()

    @app.get("/slow")
    async def slow() -> str:
        entered.set()
        while not running._uvicorn.should_exit:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # more than uvicorn takes to stop when nothing is open
        return "done"

    answers: list[str] = []
    with serve(app) as running:
        asking = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{running.url}/slow").json())
        )
        asking.start()
        entered.wait()
    asking.join()
    assert answers == ["done"]


@pytest.mark.parametrize(
    "stop", ["pass", "import asyncio; await asyncio.Event().wait()", "raise ValueError"]
)
def test_the_process_ends_with_the_app_still_running(stop: str) -> None:
    code = f"""
import contextlib
from fastapi import FastAPI
from poollab.server import live, serve
live.STOP_WITHIN = 0.5
@contextlib.asynccontextmanager
async def lifespan(app):
    yield
    print("stop", flush=True)
    {stop}
running = serve(FastAPI(lifespan=lifespan))
print("end")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["end", "stop"]
