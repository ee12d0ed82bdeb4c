"""The examiner: whatever an answer is, there is a verdict with a sentence, and nothing is left."""

import asyncio
import contextlib
import re
import signal
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import psutil
import pytest
from answer_set import FOLDER, TASKS, family
from conftest import started
from lessons import run, text
from nbformat.v4 import new_code_cell, new_notebook
from waiting import until

from poollab.examiner import processes, tasks
from poollab.examiner.asking import Examiner
from poollab.examiner.database import Database
from poollab.examiner.examine import LONGEST, examine, untried
from poollab.examiner.release import Release
from poollab.examiner.served import Served
from poollab.examiner.verdict import Verdict
from poollab.postgres.instance import Postgres

TASK = "leaks/early_return"
IMPORTS = """
import asyncio
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException
"""
APP = """
def early_return(dsn):
    app = FastAPI(%s)

    @app.get("/orders/{number}")
    async def order(number: int):
        %s

    return app
"""
LIFESPAN = """
@asynccontextmanager
async def life(app):
    %s
    yield
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server to examine on, with the answers' processes ready."""
    processes.prepare()
    yield from started("embedded", connections=200, name="answers")


def verdict(source: str, server: Postgres) -> Verdict:
    """Have an answer examined."""
    return asyncio.run(examine(tasks.find(TASK), source, server.superuser_dsn, server.role_name))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "no function early_return"),
        ("def early_return(dsn:\n", "line 1 is no Python"),
        ("1 / 0", "the cell does not run: ZeroDivisionError: .*line 1 of the cell"),
        ("def early_retrun(dsn):\n    return FastAPI()", "no function early_return"),
        ("early_return = 7", "no function early_return"),
        ("async def early_return(dsn):\n    return FastAPI()", "async def"),
        ("def early_return():\n    return FastAPI()", "TypeError: early_return.. takes 0"),
        ("def early_return(dsn):\n    pass", "returns None"),
        ("def early_return(dsn):\n    return 'app'", "returns 'app'"),
        ("import os\nos._exit(0)", "ended its own process"),
        ("raise SystemExit", "the cell does not run: SystemExit"),
        ("print('{}' * 1_000_000)", "no function early_return"),
        ("while True:\n    pass", "loop for ever"),
        ("import time\ntime.sleep(600)", "loop for ever"),
        (LIFESPAN % "1 / 0" + APP % ("lifespan=life", "pass"), "does not start: ZeroDivision"),
        (LIFESPAN % "await asyncio.sleep(600)" + APP % ("lifespan=life", "pass"), "loop for ever"),
        (APP % ("", "await asyncio.sleep(600)"), "no answer within"),
        (APP % ("", "while True: pass"), "no answer within"),
        (APP % ("", "import os; os._exit(0)"), "no answer"),
        (APP % ("", "return 'x' * 100_000_000"), "longer than a megabyte|no answer"),
        (APP % ("", "return 'garbage'"), "expected .*seen"),
        (APP % ("", "raise HTTPException(418)"), "expected status 200, seen 418"),
        (
            APP % ("", "from fastapi.responses import StreamingResponse\n"
            "        from itertools import repeat\n"
            "        return StreamingResponse(repeat('x'))"), "longer than a megabyte|no answer",
        ),
        (
            "import subprocess\nsubprocess.Popen(['sleep', '600'])\n" + APP % ("", "return 0"),
            "expected",
        ),
    ],
)  # fmt: skip
def test_whatever_it_is_there_is_a_sentence_and_nothing_is_left(
    source: str, sentence: str, server: Postgres
) -> None:
    found = verdict(IMPORTS + source if source.startswith("\n") else source, server)
    assert found.points == 0 and re.search(sentence, found.sentence), found
    until(lambda: not family(), "the answer's process and its children are gone")
    assert server.query("SELECT datname FROM pg_database WHERE datname LIKE 'lab\\_%'") == []
    assert server.query("SELECT rolname FROM pg_roles WHERE rolname LIKE 'lab\\_%'") == []


@pytest.mark.parametrize("path", ["leaks/early_return", "leaks/stream", "async_pools/pages"])
def test_no_proxy_comes_between(
    path: str, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    task = tasks.find(path)
    source = (FOLDER / path / "right" / "reference.py").read_text()
    found = asyncio.run(examine(task, source, server.superuser_dsn, server.role_name))
    assert found.points == task.points, found


def test_the_untouched_stub_is_not_attempted(server: Postgres) -> None:
    stub = Release.of("leaks").stub("early_return")
    found = verdict(f"# my notes\n{stub}\n", server)
    assert (found.points, found.attempted) == (0, False)


@pytest.mark.parametrize(
    ("source", "is_tried"),
    [
        (None, False),
        ("#" * (LONGEST + 1), False),
        ("def early_return(dsn): ...", True),
        ("(", True),
    ],
)
def test_what_need_not_be_tried_is_told_without_a_server(
    source: str | None, is_tried: bool
) -> None:
    task = tasks.find("leaks/early_return")
    stub = Release.of("leaks").stub("early_return")
    found = untried(task, stub if source is None else source)
    assert (found is None) == is_tried
    assert found is None or (found.points, found.of) == (0, task.points)


def test_an_app_that_hears_late_of_dead_connections_is_not_blamed(server: Postgres) -> None:
    task, address = tasks.find("async_pools/recover"), urlsplit(server.superuser_dsn)
    reference = FOLDER / "async_pools" / "recover" / "right" / "reference.py"

    async def pass_on(reader: StreamReader, writer: StreamWriter, late: float) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                writer.write(piece)
        await asyncio.sleep(late)
        writer.close()

    async def accept(reader: StreamReader, writer: StreamWriter) -> None:
        answers, asks = await asyncio.open_connection(address.hostname, address.port)
        await asyncio.gather(pass_on(reader, asks, late=0), pass_on(answers, writer, late=0.5))

    async def through_a_proxy() -> Verdict:
        async with await asyncio.start_server(accept, "127.0.0.1", 0) as proxy:
            port = proxy.sockets[0].getsockname()[1]
            here = server.superuser_dsn.replace(f":{address.port}/", f":{port}/")
            return await examine(task, reference.read_text(), here, server.role_name)

    assert asyncio.run(through_a_proxy()).points == task.points


@pytest.mark.parametrize(
    "task",
    [pytest.param(one, marks=() if one in TASKS[::8] else pytest.mark.thorough) for one in TASKS],
    ids=lambda task: f"{task.assignment}/{task.name}",
)
def test_a_server_that_is_slow_to_close_the_turnstile_refuses_no_right_answer(
    task: tasks.Task, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = Database.turnstile

    @contextlib.asynccontextmanager
    async def late(database: Database) -> AsyncIterator[None]:
        await asyncio.sleep(0.7)  # in which an answer could slip through
        async with closed(database):
            yield

    monkeypatch.setattr(Database, "turnstile", late)
    reference = FOLDER / task.assignment / task.name / "right" / "reference.py"
    found = asyncio.run(
        examine(task, reference.read_text(), server.superuser_dsn, server.role_name)
    )
    assert found.points == task.points, found


def test_an_examiner_that_is_killed_takes_the_answer_with_it(server: Postgres) -> None:
    examiner = Examiner()
    process = psutil.Process(examiner._process.pid)
    until(lambda: process.children(recursive=True), "the examiner has started")
    examiner._process.stdin.write(  # type: ignore[union-attr]
        '{"task": "leaks/early_return", "source": "while True: pass", '
        f'"server": "{server.superuser_dsn}", "prefix": "{server.role_name}", "nonce": ""}}\n'
    )
    examiner._process.stdin.flush()  # type: ignore[union-attr]
    until(lambda: len(process.children(recursive=True)) >= 3, "the answer runs")
    started = process.children(recursive=True)
    process.kill()
    until(lambda: not any(one.is_running() for one in started), "all of them are gone")


def test_the_system_ends_an_answer_that_lets_no_thread_run() -> None:
    source = "from poollab.examiner import stage; stage.limit_cpu(1); 10 ** 10 ** 9"
    ended = subprocess.run([sys.executable, "-c", source], timeout=60, check=False)
    assert ended.returncode in (-signal.SIGKILL, -signal.SIGXCPU)


LEAKY = """
def early_return(dsn):
    @asynccontextmanager
    async def life(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3)
        yield

    app = FastAPI(lifespan=life)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    return app
"""
PATCHES = {
    "assert and abs": "import builtins; builtins.abs = lambda _: 0",
    "pool counters": "import asyncpg\nasyncpg.Pool.get_idle_size = lambda self: 3",
    "acquire": "import asyncpg\nasyncpg.Pool.acquire = None",
    "run_cell": "ip = get_ipython()\nreal = ip.run_cell_async\n"
    "async def quiet(*a, **k):\n    return await real(*a, **k)\nip.run_cell_async = quiet",
    "input transformers": "ip = get_ipython()\n"
    "ip.input_transformers_cleanup.append(lambda lines: lines)",
    "the verdict's class": "import poollab.examiner.verdict as v\n"
    "v.Verdict.points = property(lambda self: 3.0)",
    "the examination": "from poollab.examiner import tasks, examine\n"
    "async def all_right(*a, **k): pass\nexamine.examine = all_right",
}


def test_patching_the_kernel_changes_no_verdict() -> None:
    rows = "print(*[db.query(f'SELECT count(*) FROM {t}')[0][0] for t in TABLES])"
    tables = f"TABLES = ('orders', 'portions', 'payments')\n{rows}"
    begin = "from poollab.exercise import check, start\ndb = start()"
    first = [begin, begin, tables, IMPORTS + LEAKY]
    cells = [cell for patch in PATCHES.values() for cell in (patch, f"check({TASK!r})")]
    done = run(new_notebook(cells=[new_code_cell(one) for one in [*first, *cells]]))
    shown = [
        output.data["text/plain"] for cell in done.cells for output in cell.outputs
        if output.output_type == "execute_result"
    ]  # fmt: skip
    assert shown == ["0"] * len(PATCHES)
    assert text(done.cells[2]) == "40 40 0\n", "tables to try an app on, made once"


LOADED = """
import sys
from fastapi import FastAPI
before = set(sys.modules)

def make(dsn):
    app = FastAPI()

    @app.get("/{number}")
    def new(number: int) -> list[str]:
        return sorted(set(sys.modules) - before)

    return app
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there each answer loads all itself")
def test_what_a_first_endpoint_and_request_load_is_there_before_an_answer() -> None:
    async def new() -> list[str]:
        async with Served("", LOADED, "make", "no server").app() as app:
            return list((await app.ask("/1")).json())

    costly = ("pydantic", "starlette", "uvicorn", "uvloop", "httptools", "websockets")
    assert [module for module in asyncio.run(new()) if module.startswith(costly)] == []
