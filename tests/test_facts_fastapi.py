"""What the lessons say of FastAPI."""

import asyncio
import gc
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest
import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import BackgroundTasks, Depends, FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from poollab.kitchen import Kitchen, until
from poollab.postgres.instance import Postgres
from poollab.server import serve

pytestmark = pytest.mark.anyio


async def answers(app: FastAPI, *paths: str) -> list[object]:
    """Ask an app without a server; return what each path answers."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        return [(await client.get(path)).json() for path in paths]


@pytest.mark.says("02/turn-count-text", "02/turn-count-check", "02/cards")
async def test_a_dependency_is_called_once_per_request_and_scope() -> None:
    """Asked for twice, a dependency is called once per request; with another scope, once more."""
    called: list[str] = []

    async def dependency() -> AsyncIterator[int]:
        called.append("")
        yield len(called)

    Same, Other = Depends(dependency), Depends(dependency, scope="function")
    app = FastAPI()

    @app.get("/same")
    async def same(one: Annotated[int, Same], two: Annotated[int, Same]) -> list[int]:
        return [one, two]

    @app.get("/scopes")
    async def scopes(one: Annotated[int, Same], two: Annotated[int, Other]) -> list[int]:
        return [one, two]

    assert await answers(app, "/same", "/same", "/scopes") == [[1, 1], [2, 2], [3, 4]]


@pytest.mark.says("glossary/thread-pool")
async def test_def_endpoints_run_in_threads() -> None:
    """Endpoints with def run in a thread pool, which limits how many run at once."""
    app = FastAPI()

    @app.get("/thread")
    def thread() -> int:
        return threading.get_ident()

    assert await answers(app, "/thread") != [threading.get_ident()]
    assert current_default_thread_limiter().total_tokens == 40


MEAL = "SELECT 1 FROM pg_advisory_xact_lock_shared(1)"
IN_TIME = 10  # seconds: bounds what fails


def waiter(app: FastAPI) -> httpx.AsyncClient:
    """Return a client that asks an app in this very loop."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://app")


def bistro(dsn: str) -> Any:
    """Return an app that uses a session in every way that 05 speaks of, and its engine."""
    app, engine = FastAPI(), create_engine(dsn, pool_size=1, max_overflow=0, pool_timeout=0.2)
    one = text("SELECT 1")

    def lent() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    def queried() -> Iterator[Session]:
        with Session(engine) as session:
            session.scalar(one)
            yield session

    @app.get("/annotated")
    def annotated(session: Annotated[Session, Depends(lent)]) -> int:
        return session.scalar(one) or 0

    @app.get("/response-model", response_model=int)
    def with_model(session: Annotated[Session, Depends(lent)]):  # type: ignore[no-untyped-def]
        return session.scalar(one)

    @app.get("/function-scope")
    def scoped(session: Annotated[Session, Depends(lent, scope="function")]) -> int:
        return session.scalar(one) or 0

    @app.get("/queried")
    def known(session: Annotated[Session, Depends(queried)]):  # type: ignore[no-untyped-def]
        return session.scalar(one)

    @app.get("/queried-function-scope")
    def both(session: Annotated[Session, Depends(queried, scope="function")]):  # type: ignore[no-untyped-def]
        return session.scalar(one)

    @app.get("/plain")
    def plain(session: Annotated[Session, Depends(lent)]):  # type: ignore[no-untyped-def]
        return session.scalar(one)

    @app.get("/inside")
    def inside() -> int:
        with Session(engine) as session:
            return session.scalar(one) or 0

    return app, engine


@pytest.mark.says("05/share-why", "05/stall-why", "05/cards")
@pytest.mark.parametrize(
    ("path", "requests", "stalls"),
    [
        ("/annotated", 3, True),
        ("/annotated", 2, False),
        ("/response-model", 3, True),
        ("/function-scope", 3, True),
        ("/queried", 3, True),
        ("/queried-function-scope", 3, True),
        ("/plain", 3, False),
        ("/inside", 3, False),
    ],
)
async def test_holder_waits_for_a_thread(
    each_server: Postgres, path: str, requests: int, stalls: bool
) -> None:
    """Dependency, endpoint and check of the answer are three jobs for the threads of an app.

    A session that was lent and a return annotation, or a dependency that queries, stall threads
    and pool, whatever the scope; without the annotation, or opened inside, a session does not.
    It takes a request for every connection and every thread.
    """
    app, engine = bistro(each_server.dsn)
    threads = current_default_thread_limiter()
    usual, threads.total_tokens = threads.total_tokens, 0
    try:
        async with waiter(app) as client, asyncio.timeout(IN_TIME):
            asked = [asyncio.create_task(client.get(path)) for _ in range(requests)]
            while threads.statistics().tasks_waiting < len(asked):
                await asyncio.sleep(0.001)
            threads.total_tokens = 2
            answers = Counter([(await each).status_code for each in asked])
    finally:
        threads.total_tokens = usual
        engine.dispose()
    assert (answers[500] > 0) is stalls, answers


@pytest.mark.says("05/mended-why")
async def test_an_async_endpoint_needs_no_thread(each_server: Postgres) -> None:
    """Endpoint and dependency in async def, with an async engine, need no thread at all."""
    app = FastAPI()
    engine = create_async_engine(each_server.dsn.replace("postgresql:", "postgresql+asyncpg:"))

    async def lent() -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine) as session:
            yield session

    @app.get("/")
    async def endpoint(session: Annotated[AsyncSession, Depends(lent)]) -> int:
        return await session.scalar(text("SELECT 1")) or 0

    threads = current_default_thread_limiter()
    usual, threads.total_tokens = threads.total_tokens, 0
    try:
        async with waiter(app) as client, asyncio.timeout(IN_TIME):
            assert (await client.get("/")).json() == 1
    finally:
        threads.total_tokens = usual
        await engine.dispose()


@pytest.mark.says("05/mended-menu", "05/mended-why", "07/deadlock-why")
async def test_each_depends_has_a_limit_of_its_own() -> None:
    """``max_concurrency`` limits all who share an alias, each ``Depends`` by itself; no timeout."""
    app, seated, leave = FastAPI(), [], asyncio.Event()

    async def table() -> AsyncIterator[None]:
        seated.append(1)
        yield

    few = Annotated[None, Depends(table, max_concurrency=1)]
    other = Annotated[None, Depends(table, max_concurrency=1)]

    @app.get("/first")
    @app.get("/second")
    async def shared(_: few) -> None:
        await leave.wait()

    @app.get("/third")
    async def own(_: other) -> None:
        await leave.wait()

    async with waiter(app) as client, asyncio.timeout(IN_TIME):
        asked = [asyncio.create_task(client.get(p)) for p in ("/first", "/second", "/third")]
        for _ in range(100):  # turns of the loop: more than a request needs to get as far
            await asyncio.sleep(0)
        assert len(seated) == 2
        leave.set()
        await asyncio.gather(*asked)
    assert len(seated) == 3


async def leaves(url: str, came: Any, left: Any) -> None:
    """Ask for a stream, hang up when it ``came``, and wait until its server has ``left``."""
    async with httpx.AsyncClient(timeout=IN_TIME) as client:
        visit = asyncio.create_task(client.get(url))
        await until(came)
        visit.cancel()
        await until(left)


@pytest.mark.says("05/leaving-why", "05/take-away", "05/cards")
async def test_a_plain_generator_is_abandoned(each_server: Postgres) -> None:
    """A plain generator whose client leaves keeps its connection until garbage collection.

    One that was lent by a dependency is given back: FastAPI's cleanup runs last.
    """
    app, engine = FastAPI(), create_engine(each_server.dsn)
    ended: list[str] = []

    def note() -> Iterator[None]:
        yield
        ended.append("request")

    def lent() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    @app.get("/own", dependencies=[Depends(note)])
    def own() -> StreamingResponse:
        def rows() -> Iterator[str]:
            with engine.connect() as connection:
                while True:
                    yield f"{connection.scalar(text('SELECT 1'))}\n"

        return StreamingResponse(rows())

    @app.get("/lent")
    def by_dependency(session: Annotated[Session, Depends(lent)]) -> StreamingResponse:
        def rows() -> Iterator[str]:
            while True:
                yield f"{session.scalar(text('SELECT 1'))}\n"

        return StreamingResponse(rows())

    out: Any = engine.pool.checkedout  # type: ignore[attr-defined]
    gc.collect()
    gc.disable()
    try:
        with serve(app) as place:
            await leaves(f"{place.url}/lent", out, lambda: not out())
            await leaves(f"{place.url}/own", out, lambda: ended)
            assert out() == 1
            gc.collect()
            assert out() == 0
    finally:
        gc.enable()
        engine.dispose()


@pytest.mark.says("05/leaving-why")
@pytest.mark.parametrize("bound", [0, 300], ids=["unbounded", "statement_timeout"])
async def test_a_cancelled_stream_of_sqlalchemy(each_server: Postgres, bound: int) -> None:
    """SQLAlchemy's cancel request is cancelled too: only ``statement_timeout`` ends the query."""
    engine = create_async_engine(
        each_server.dsn.replace("postgresql:", "postgresql+asyncpg:"),
        connect_args={"server_settings": {"statement_timeout": str(bound)}},
    )
    app = FastAPI()

    @app.get("/")
    async def stream() -> StreamingResponse:
        async def rows() -> AsyncIterator[str]:
            async with engine.connect() as connection:
                yield str(await connection.scalar(text(MEAL)))

        return StreamingResponse(rows())

    out: Any = engine.pool.checkedout  # type: ignore[attr-defined]
    with serve(app) as place:
        async with Kitchen(each_server.dsn) as kitchen, httpx.AsyncClient() as client:
            visit = asyncio.create_task(client.get(place.url, timeout=IN_TIME))
            await kitchen.guests(1)
            visit.cancel()
            await until(lambda: not out())  # given up: the pool lends another one
            assert bound or len(await kitchen.guests(0)) == 1
            async with asyncio.timeout(IN_TIME):
                while bound and await kitchen.guests(0):
                    await asyncio.sleep(0.01)
        place.run(engine.dispose())


@pytest.mark.says("02/full-house-why")
async def test_the_log_shows_the_exception(
    each_server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    """The app's log shows an exception that nobody catches, by class and wording."""
    app, full = FastAPI(), each_server.role("logged", connection_limit=0)

    @app.get("/")
    async def endpoint() -> None:
        await asyncpg.connect(full)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        host, port = listening.getsockname()
        async with httpx.AsyncClient(timeout=IN_TIME) as client:
            answer = await client.get(f"http://{host}:{port}")
        server.should_exit = True
        await serving
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert "TooManyConnectionsError: too many connections for role" in caplog.text


@pytest.mark.says("02/by-hand-why")
@pytest.mark.parametrize("later", ["stream", "task"])
async def test_a_middleware_ends_its_session_when_the_answer_begins(
    each_server: Postgres, later: str
) -> None:
    """A stream or a task leaks the session of a middleware: that ends when the answer begins."""
    engine = create_async_engine(each_server.dsn.replace("postgresql", "postgresql+asyncpg", 1))
    app, session, seen = FastAPI(), AsyncSession(engine), list[str]()
    ended = asyncio.Event()

    @app.middleware("http")
    async def lend(request: Request, call_next: Any) -> Any:
        async with session:
            answer = await call_next(request)
        seen.append("closed")
        ended.set()
        return answer

    async def query() -> AsyncIterator[str]:
        await ended.wait()
        await session.execute(text("SELECT 1"))
        seen.append("query")
        yield "row"

    async def task() -> None:
        async for _ in query():
            pass

    @app.get("/")
    async def endpoint(tasks: BackgroundTasks) -> Any:
        if later == "stream":
            return StreamingResponse(query())
        tasks.add_task(task)
        return None

    try:
        async with waiter(app) as client, asyncio.timeout(IN_TIME):
            await client.get("/")
        assert seen == ["closed", "query"] and session.in_transaction()
    finally:
        await session.close()
        await engine.dispose()


@pytest.mark.says("02/exit-order-why")
@pytest.mark.parametrize(
    ("rows", "within", "held"), [(1, None, False), (1500, None, True), (1500, 0.2, False)]
)
def test_a_slow_client_holds_a_long_stream(rows: int, within: float | None, held: bool) -> None:
    """A long stream holds what is lent until a slow client has read nearly all, or a timeout."""
    app, ended = FastAPI(), threading.Event()

    async def lent() -> AsyncIterator[None]:
        try:
            yield
        finally:
            ended.set()

    async def page() -> AsyncIterator[str]:
        async with asyncio.timeout(within):
            for _ in range(rows):
                yield "x" * 20_000

    @app.get("/", dependencies=[Depends(lent)])
    async def stream() -> StreamingResponse:
        return StreamingResponse(page())

    with serve(app) as place:
        address = place.url.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1])), IN_TIME) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: slow\r\n\r\n")
            assert ended.wait(0.5 if held else IN_TIME) != held
            read = 0
            while not ended.is_set():
                read += len(slow.recv(20_000))
            assert not held or read > rows * 20_000 / 2


@pytest.mark.says("07/leaks-why")
async def test_what_ends_first_is_said_by_the_scope() -> None:
    """A ``yield`` dependency ends after the last byte and task; of scope "function" before all."""
    app, seen = FastAPI(), list[str]()

    async def lent() -> AsyncIterator[None]:
        yield
        seen.append("end")

    async def page() -> AsyncIterator[str]:
        for _ in range(2):
            seen.append("byte")
            yield "x"

    def streamed(tasks: BackgroundTasks) -> StreamingResponse:
        tasks.add_task(seen.append, "task")
        return StreamingResponse(page())

    app.get("/request", dependencies=[Depends(lent)])(streamed)
    app.get("/function", dependencies=[Depends(lent, scope="function")])(streamed)
    async with waiter(app) as client, asyncio.timeout(IN_TIME):
        await client.get("/request")
        assert seen == ["byte", "byte", "task", "end"]
        seen.clear()
        await client.get("/function")
        assert seen == ["end", "byte", "byte", "task"]


@pytest.mark.says("07/tabs-why")
def test_a_socket_keeps_what_is_lent_whatever_the_scope() -> None:
    """A WebSocket keeps what a dependency lends until the tab is closed, whatever its scope."""
    app, ended = FastAPI(), threading.Event()

    async def lent() -> AsyncIterator[None]:
        yield
        ended.set()

    @app.websocket("/tab", dependencies=[Depends(lent, scope="function")])
    async def tab(socket: WebSocket) -> None:
        await socket.accept()
        async for words in socket.iter_text():
            await socket.send_text(words)

    with TestClient(app) as browser, browser.websocket_connect("/tab") as opened:
        opened.send_text("bill")
        assert opened.receive_text() == "bill"
        assert not ended.is_set()
    assert ended.is_set()


WORKERS = """
import os
from fastapi import FastAPI
from prometheus_client import Counter, make_asgi_app

app, orders = FastAPI(), Counter("orders", "Served by this worker.")
app.mount("/metrics", make_asgi_app())

@app.get("/order")
async def order() -> int:
    orders.inc()
    return os.getpid()
"""


@pytest.mark.says("07/rules-why")
def test_a_scrape_meets_one_of_several_workers(tmp_path: Path) -> None:
    """Behind one port of two workers, a scrape says what one of them has served."""
    (tmp_path / "workers.py").write_text(WORKERS)
    command = [sys.executable, "-m", "uvicorn", "workers:app", "--workers", "2", "--fd"]
    served = Counter[int]()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = "http://{}:{}".format(*listening.getsockname())
        number = listening.fileno()
        with subprocess.Popen([*command, str(number)], cwd=tmp_path, pass_fds=[number]) as parent:
            try:
                deadline = time.monotonic() + 6 * IN_TIME
                while len(served) < 2 and time.monotonic() < deadline:
                    served[httpx.get(f"{address}/order", timeout=60).json()] += 1
                scraped = httpx.get(f"{address}/metrics/").text
            finally:
                parent.terminate()
    [orders] = re.findall(r"^orders_total (\d+)", scraped, re.MULTILINE)
    assert len(served) == 2
    assert int(orders) in served.values()
    assert int(orders) < served.total()
