"""What an answer can't do to who examines it, in its own account: see also test_examiner_sql."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest
from conftest import started
from waiting import until

from poollab.examiner import processes, tasks
from poollab.examiner.asking import with_nonce
from poollab.examiner.examine import LONGEST, examine
from poollab.examiner.verdict import Verdict
from poollab.postgres.instance import Postgres

APP = """
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

def {task}(*_):
    app = FastAPI()

    @app.api_route("/{{path:path}}", methods=["GET", "POST"])
    def all(path: str):
        return HTMLResponse({body})

    return app
"""
LEAVES = """
import os, subprocess, sys
if not os.fork():
    os.setsid()
    if not os.fork():
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {mark!r}])
    os._exit(0)
os.wait()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server to examine on, with the answers' processes ready."""
    processes.prepare()
    yield from started("embedded", connections=60, name="walls")


def examined(task: str, source: str, server: Postgres) -> Verdict:
    """Have an answer examined."""
    return asyncio.run(examine(tasks.find(task), source, server.superuser_dsn, server.role_name))


@pytest.mark.parametrize("task", ["leaks/error", "async_pools/fan_out"])
@pytest.mark.parametrize(
    "body",
    ["'[' * 100_000", "'5'", "'null'", "'[[1], 2, {}]'", r"'\"\\ud800\"'"],
)
def test_whatever_an_app_says_there_is_a_verdict(task: str, body: str, server: Postgres) -> None:
    found = examined(task, APP.format(task=task.partition("/")[2], body=body), server)
    assert found.points == 0 and found.sentence


@pytest.mark.parametrize(
    "result",
    ["return [[1], 2, {}]", "return 10 ** 5000", "return 'x' * 10 ** 7", "raise KeyError",
     "return float('nan')", "class E(Exception):\n        __str__ = None\n    raise E"],
)  # fmt: skip
def test_whatever_a_function_returns_there_is_a_verdict(result: str, server: Postgres) -> None:
    found = examined("sizing/deadlock", f"def deadlock(*_):\n    {result}", server)
    assert found.points == 0 and found.sentence


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1+" * 20_000 + "1", "no Python|RecursionError"),
        ("-" * 45_000 + "1", "no Python|MemoryError"),
        ("x" + "[0]" * 15_000, "no Python|RecursionError"),
        ("#" * (LONGEST + 1), "longer than"),
    ],
)
@pytest.mark.parametrize("task", ["leaks/early_return", "sizing/mean_wait"])
def test_sources_that_are_too_much(task: str, source: str, sentence: str, server: Postgres) -> None:
    found = examined(task, source, server)
    assert found.points == 0 and re.search(sentence, found.sentence), found


PIPES = """
import json, os, socket, stat
for fd in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode) or stat.S_ISFIFO(os.fstat(fd).st_mode):
            os.write(fd, {message!r})
    except OSError:
        pass
"""


@pytest.mark.parametrize("said", [b"5", b'["serving", "http://127.0.0.1:9"]', b"[" * 9000, b"\xff"])
def test_forged_words_to_the_examiner_end_in_a_verdict(said: bytes, server: Postgres) -> None:
    message = len(said).to_bytes(4, "big") + said
    found = examined("leaks/early_return", PIPES.format(message=message), server)
    assert found.points == 0 and found.sentence


@pytest.mark.parametrize("then", ["", "os._exit(0)"])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to somebody")
def test_what_an_answer_has_left_ends_with_it(then: str, server: Postgres) -> None:
    mark = f"left-{os.urandom(8).hex()}"
    examined("leaks/early_return", LEAVES.format(mark=mark) + then, server)

    def left() -> list[psutil.Process]:
        return [
            one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or [])
        ]

    until(lambda: not left(), "nothing is left of it")


def test_a_line_without_the_nonce_is_no_verdict(server: Postgres) -> None:
    assert with_nonce('{"points": 30, "nonce": "one"}', "one") == {"points": 30}
    for line in (
        '{"points": 30, "nonce": "two"}',
        '{"points": 30}',
        "[30]",
        "30",
        "",
        "{",
        "[" * 9000,
    ):
        assert with_nonce(line, "one") is None


OTHER = 65534  # an account with no more rights than its own
PROCESS = """
import os, sys
from poollab.examiner import apart
if os.geteuid() == 0:
    os.setgid({other})
    os.setuid({other})
    apart.show()  # who changes the account is hidden by that
{then}
"""
LOOKS = """
for name, look in {"fd": os.listdir, "mem": open, "environ": open}.items():
    try:
        look(f"/proc/{sys.argv[1]}/{name}")
        print(name)
    except PermissionError:
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such files")
@pytest.mark.parametrize(("way", "seen"), [("show", ["fd", "mem", "environ"]), ("hide", [])])
def test_who_hides_is_shut_to_the_same_account(way: str, seen: list[str]) -> None:
    def command(then: str, *words: str) -> list[str]:
        return [sys.executable, "-c", PROCESS.format(other=OTHER, then=then), *words]

    waits = f"apart.{way}()\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        command(waits), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "\n"
        looks = command(LOOKS, str(process.pid))
        done = subprocess.run(looks, capture_output=True, text=True, check=True)
        process.communicate("\n")
    assert done.stdout.split() == seen
