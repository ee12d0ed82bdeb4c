"""From a fresh clone to an answering JupyterLab, and the same once more."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from bench.rounds import Part, Rounds, lacks
from bench.tables import at_most, middle, spread, table
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.postgres.network import free_port

TARGETS = {"fresh clone": 60, "second start": 10}  # seconds
LIMIT = 900  # seconds until it is given up
ACTIVATED = ("CONDA_PREFIX", "CONDA_DEFAULT_ENV", "VIRTUAL_ENV", "PYTHONPATH")


def start(folder: Path) -> float:
    """Start JupyterLab in the clone and return the seconds until it answers; end it again."""
    port = free_port()
    base = getattr(sys, "_base_executable", sys.executable)  # not an environment's
    command = [base, "src/poollab", "lab", "--no-browser", f"--port={port}"]
    caches = {name: str(folder / name) for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR")}
    surroundings = {k: v for k, v in os.environ.items() if k not in ACTIVATED} | caches
    with (folder / "log").open("w") as log:
        began = time.perf_counter()
        process = psutil.Popen(
            command, cwd=folder / "clone", env=surroundings, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            while not answers(port):
                if process.poll() is not None or time.perf_counter() - began > LIMIT:
                    raise PoolLabError(f"JupyterLab does not start: {last_line(folder / 'log')}")
                time.sleep(0.02)
            return time.perf_counter() - began
        finally:
            end(process)


def answers(port: int) -> bool:
    """Return whether JupyterLab serves its page."""
    with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/lab", timeout=10) as page:
        return bool(page.status == 200)
    return False


def last_line(log: Path) -> str:
    """Return the last line of a log."""
    return (log.read_text(errors="replace").strip().splitlines() or ["no reason given"])[-1]


def end(process: psutil.Popen) -> None:
    """End a process and all below it."""
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.terminate()
        for member in psutil.wait_procs(family, timeout=10)[1]:
            member.kill()
    process.wait(10)


def fresh(folder: Path) -> float:
    """Clone the project, with empty caches, and start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    subprocess.run(["git", "clone", "--quiet", ROOT, folder / "clone"], check=True)
    return start(folder)


def measure(rounds: Rounds) -> str:
    """Return the table of set-ups."""
    with tempfile.TemporaryDirectory(prefix="poollab-bench-", ignore_cleanup_errors=True) as base:
        folder = Path(base, "lab")
        found = rounds.of({
            "fresh clone": partial(fresh, folder), "second start": partial(start, folder),
        })  # fmt: skip
    rows = [
        [name, middle(took, 1), spread(took, 1), *at_most(TARGETS[name], took, " s")]
        for name, took in found.items()
    ]
    note = "What is committed, with no package cached on this machine; cloning is not counted."
    head = ["poollab lab", "seconds", "range", "target", "verdict"]
    return table("From a fresh clone to JupyterLab answering", head, rows, note)


LAB = Part(lambda: lacks("git"), lambda: 2, measure)
