"""Lesson 03, run by a real kernel on every kind of server, as a learner would run it."""

import contextlib
import copy
import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from conftest import needs_docker
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from waiting import until

LESSON = Path(__file__).parents[1] / "notebooks" / "03-what-pooling-is.ipynb"
CELL_LIMIT = 120  # seconds a cell may take before the test gives up


def read() -> Any:
    """Read the lesson."""
    return nbformat.read(LESSON, as_version=4)


def run(notebook: Any) -> Any:
    """Run a notebook in a kernel of its own; an error in any cell fails the test."""
    mark = uuid.uuid4().hex  # inherited by all that the kernel starts, and by what that starts
    NotebookClient(
        notebook, timeout=CELL_LIMIT, resources={"metadata": {"path": str(LESSON.parent)}}
    ).execute(env=os.environ | {"POOLLAB_TEST": mark})
    until(lambda: not marked(mark), "the kernel leaves no process behind")
    return notebook


def marked(mark: str) -> list[psutil.Process]:
    """Return the processes that have inherited the mark."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("POOLLAB_TEST") == mark:
                found.append(process)
    return found


def printed(notebook: Any, tag: str) -> str:
    """Return what the cells with a tag printed."""
    cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    assert cells, f"no cell is tagged {tag}"
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for cell in cells
        for output in cell.outputs
    )


@pytest.mark.parametrize("kind", ["embedded", "container"])
def test_every_claim_is_shown(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == "container":
        needs_docker()
    monkeypatch.setenv("POOLLAB_POSTGRES", kind)
    done = run(read())
    assert "/direct: 60 backends" in printed(done, "C10")
    assert "times as many requests per second" in printed(done, "C11")
    assert "in use 3   waiting 5   being served: tables [1, 2, 3]" in printed(done, "C12")
    assert printed(done, "myth-1").count("is served by backend") == 3
    assert "3 open, 0 idle" in printed(done, "myth-3")
    pictures = [
        output
        for cell in done.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "<img alt=" in output.get("data", {}).get("text/html", "")
    ]
    assert len(pictures) == 7  # two of them stand in for a view


def test_every_cell_may_be_run_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    lesson = read()
    twice = []
    for cell in lesson.cells:
        again = copy.deepcopy(cell)
        again["id"] = f"{cell['id']}-again"
        twice += [cell, again]
    lesson.cells = twice
    run(lesson)


def answered(lesson: Any, answers: dict[str, str]) -> Any:
    """Fill in a learner's answers: the new source of cells, by id."""
    for cell in lesson.cells:
        if cell["id"] in answers:
            cell["source"] = answers.pop(cell["id"])
    assert not answers, f"no such cells: {list(answers)}"
    return lesson


MEND = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    async with mended.state.pool.acquire() as connection:
        return await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
"""
ONLY_WHEN_WELL = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    result = await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
    await mended.state.pool.release(connection)
    return result
"""
CLOSED = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    try:
        return await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
    finally:
        await connection.close()
"""
NO_DATABASE = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    async with mended.state.pool.acquire() as connection:
        return 1 / (dish != "burnt")
"""


@pytest.mark.parametrize(
    ("mend", "counts", "verdicts"),
    [
        (MEND, "in_use, waiting = 5, 1", ["Right: it came back", "Right: whoever"]),
        (ONLY_WHEN_WELL, "in_use, waiting = 5, 3", ["are still out", "waiting: 3 is not"]),
        (CLOSED, "in_use, waiting = 3, 1", ["closed is not given back", "in use: 3 is not"]),
        (NO_DATABASE, "in_use, waiting = None, None", ["fail in the database", "Not tried yet"]),
    ],
    ids=["right", "only-when-well", "closed", "no-database"],
)
def test_your_turn_judges_what_was_done(
    mend: str, counts: str, verdicts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    needed = {"predict-reuse", "start", "tiny-pool", "app", "serve", "reuse", "restaurant"}
    needed |= {
        "endpoints",
        "tables-served",
        "kitchen",
        "turn-mend",
        "turn-mend-orders",
        "turn-mend-check",
        "turn-count",
        "turn-count-check",
        "end",
    }
    lesson = answered(read(), {"turn-mend": mend, "turn-count": counts})
    lesson.cells = [cell for cell in lesson.cells if cell["id"] in needed]
    done = run(lesson)
    said = {
        cell["id"]: "".join(output.get("text", "") for output in cell.outputs)
        for cell in done.cells
    }
    assert verdicts[0] in said["turn-mend-check"]
    assert verdicts[1] in said["turn-count-check"]


Kernel = Callable[[str], dict[str, Any]]


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[KernelManager]:
    """A kernel with a server in it."""
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    manager = KernelManager()
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


LONG_LOAD = """
from fastapi import FastAPI
from poollab import load
from poollab.server import serve
server = serve(FastAPI())
load.clients(server.url + "/docs", clients=2, seconds=60)
"""
LONG_RECORDING = """
import asyncpg
from poollab import postgres, watch
db = postgres.start()
pool = await asyncpg.create_pool(db.dsn)
with watch.pool(pool, dsn=db.dsn) as seen:
    print("recording", flush=True)
    await seen.until(waiting=1, seconds=60)
"""


def children(manager: KernelManager) -> list[str]:
    """Return the command lines of the kernel's children."""
    kernel = psutil.Process(manager.provisioner.process.pid)  # type: ignore[union-attr]
    return [" ".join(child.cmdline()) for child in kernel.children(recursive=True)]


@pytest.mark.parametrize(
    ("source", "under_way"),
    [(LONG_LOAD, "poollab.load.worker"), (LONG_RECORDING, "poollab.postgres.guard")],
    ids=["load", "recording"],
)
def test_an_interrupted_cell_ends_and_the_kernel_goes_on(
    kernel: KernelManager, source: str, under_way: str
) -> None:
    client = kernel.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    request = client.execute(source)
    until(lambda: any(under_way in line for line in children(kernel)), f"{under_way} runs")
    if source is LONG_RECORDING:
        wait_for_text(client, "recording")
    kernel.interrupt_kernel()
    reply = client.get_shell_msg(timeout=30)
    while reply["parent_header"]["msg_id"] != request:
        reply = client.get_shell_msg(timeout=30)
    assert reply["content"]["ename"] in ("KeyboardInterrupt", "CancelledError")
    threads = "import threading; print([t.name for t in threading.enumerate()])"
    assert "poollab-watch" not in json.dumps(output_of(client, threads))
    until(lambda: not any("load.worker" in line for line in children(kernel)), "no worker left")
    client.stop_channels()


def wait_for_text(client: Any, text: str) -> None:
    """Wait until the kernel prints a text."""
    while text not in client.get_iopub_msg(timeout=60)["content"].get("text", ""):
        pass


def output_of(client: Any, source: str) -> list[str]:
    """Return what a cell prints."""
    lines: list[str] = []
    reply = client.execute_interactive(
        source, timeout=60, output_hook=lambda message: lines.append(str(message["content"]))
    )
    assert reply["content"]["status"] == "ok"
    return lines
