"""Lesson 03 run from top to bottom without a browser: how long, and how much memory at the peak."""

import os
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from bench.rounds import Part, Rounds
from bench.tables import at_most, middle, spread, table
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.kernel import NOBODY, QUIET
from poollab.postgres import engine

SECONDS, MEGABYTES = 60, 400
EVERY = 0.2  # seconds between two looks at the memory
CELL_LIMIT = 120  # seconds
STOPS = (CellExecutionError, CellTimeoutError, DeadKernelError)
POSTGRES = {"postgres", "initdb", "pg_ctl"}
ROLES = {"poollab.load.worker": "load generator", "poollab.postgres.guard": "supervisor"}


class Memory(threading.Thread):
    """Adds up, again and again, what all processes below this one take, PostgreSQL's left out."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak: Counter[str] = Counter()  # bytes of each role, when together they took most
        self.resident = 0  # bytes at the peak of the sum of resident sets
        self._over = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(EVERY):
            self._look()

    def _look(self) -> None:
        now: Counter[str] = Counter()
        resident = 0
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if Path(process.name()).stem in POSTGRES:
                    continue
                words = process.cmdline()
                memory = process.memory_full_info()
                role = next((ROLES[word] for word in words if word in ROLES), "kernel, app")
                now[role] += getattr(memory, "pss", memory.uss)
                resident += memory.rss
        self.peak = max(self.peak, now, key=Counter.total)
        self.resident = max(self.resident, resident)

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


@dataclass(frozen=True)
class Lesson:
    """One whole run."""

    seconds: float
    peak: Counter[str]
    resident: int


def run(kind: str) -> Lesson:
    """Run the lesson in a kernel of its own. PoolLabError when one of its cells fails."""
    path = next((ROOT / "notebooks").glob("03-*.ipynb"))
    notebook: Any = nbformat.read(path, as_version=4)
    others = {name: value for name, value in os.environ.items() if name != "POOLLAB_DSN"}
    env = others | NOBODY | {"POOLLAB_POSTGRES": kind}
    client = NotebookClient(
        notebook, timeout=CELL_LIMIT, resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=QUIET,
    )  # fmt: skip
    memory = Memory()
    memory.start()
    began = time.perf_counter()
    try:
        # Not execute(): that one takes Ctrl-C for itself.
        with client.setup_kernel(env=env):
            for place, cell in enumerate(notebook.cells):
                client.execute_cell(cell, place)
    except STOPS as error:
        raise PoolLabError(f"lesson 03 stops: {str(error).strip().splitlines()[-1]}") from error
    finally:
        memory.stop()
    return Lesson(time.perf_counter() - began, memory.peak, memory.resident)


def kinds() -> list[str]:
    """Return the servers that the lesson can run on here."""
    return ["embedded"] if engine.problem() else ["container", "embedded"]


def measure(rounds: Rounds) -> str:
    """Return the table of the lesson."""
    found = rounds.of({kind: partial(run, kind) for kind in kinds()})
    rows = []
    for kind, runs in found.items():
        wall = [one.seconds for one in runs]
        peak = [one.peak.total() / 2**20 for one in runs]
        took = middle(wall, 1), spread(wall, 1), *at_most(SECONDS, wall, " s")
        rows.append([f"{kind}, seconds", *took])
        took = middle(peak, 0), spread(peak, 0), *at_most(MEGABYTES, peak, " MB")
        rows.append([f"{kind}, peak MB", *took])
    largest = max((one for runs in found.values() for one in runs), key=lambda o: o.peak.total())
    shares = ", ".join(f"{role} {taken / 2**20:.0f}" for role, taken in largest.peak.items())
    note = (
        f"{counted()} every {EVERY} s over the kernel and all its child processes, PostgreSQL left "
        f"out; the largest peak: {shares} MB. The bench shares pages with them, so the whole truth "
        f"is between that and the sum of resident sets: {largest.resident / 2**20:.0f} MB."
    )
    return table("Lesson 03, run whole", ["on", "median", "range", "target", "verdict"], rows, note)


def counted() -> str:
    """Return the name of the measure of memory used here."""
    here = psutil.Process().memory_full_info()
    return "Proportional set size (PSS)" if hasattr(here, "pss") else "Unique set size (USS)"


LESSON = Part(lambda: None, lambda: len(kinds()), measure)
