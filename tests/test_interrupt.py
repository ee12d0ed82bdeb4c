"""An interrupted cell ends at once, leaves nothing running, and the kernel goes on."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from jupyter_client.manager import KernelManager
from waiting import until


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
    """Return the command lines of the kernel's children; one that has just ended has none."""
    kernel = psutil.Process(manager.provisioner.process.pid)  # type: ignore[union-attr]
    lines = []
    for child in kernel.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            lines.append(" ".join(child.cmdline()))
    return lines


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
    # Else ipykernel, for a moment after the error, also refuses what comes next.
    request = client.execute(source, stop_on_error=False)
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
