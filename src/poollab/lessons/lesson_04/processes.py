"""Files of the lesson, run as processes of their own: by uvicorn with workers, and by Python."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import psutil

from poollab.errors import PoolLabError
from poollab.lessons.folder import folder

PATIENCE = 60
"""Seconds that a process gets to start, or to end."""
STARTED = "Application startup complete."
"""What uvicorn logs for each worker."""


@contextmanager
def uvicorn(file: str, *, workers: int, **environment: str) -> Iterator[None]:
    """Run ``uvicorn --workers`` on the ``app`` of a file until the block ends.

    The block begins when all workers have started; ``environment`` is added to theirs. Raises
    ``PoolLabError``, with the log's last words, if they do not start.
    """
    path, log = Path(file), Path(folder(), "uvicorn.log")
    command = ["-m", "uvicorn", f"{path.stem}:app", "--workers", str(workers), "--port", "0"]
    with log.open("w") as words:
        process = psutil.Popen(
            [sys.executable, *command, "--app-dir", str(path.parent)],
            stdout=words, stderr=words, stdin=subprocess.DEVNULL, env=os.environ | environment,
            cwd=folder(),  # so that no worker outlives the folder
        )  # fmt: skip
    try:
        _wait(process, log, workers)
        yield
    finally:
        _end(process)


def _wait(process: psutil.Popen, log: Path, workers: int) -> None:
    """Wait until all workers have told that they have started."""
    deadline = monotonic() + PATIENCE
    while (said := log.read_text()).count(STARTED) < workers:
        if process.poll() is not None or monotonic() > deadline:
            raise PoolLabError(f"uvicorn's workers did not start: {said[-300:]}")
        sleep(0.02)


def _end(process: psutil.Popen) -> None:
    """Ask uvicorn to stop, which stops its workers; end what then is left."""
    family = [process, *process.children(recursive=True)] if process.is_running() else []
    if process.poll() is None:
        process.terminate()
    for left in psutil.wait_procs(family, PATIENCE / 6)[1]:
        left.kill()


def run_file(file: str, *arguments: str) -> str:
    """Run a file with Python, return what it printed. Raises ``PoolLabError`` if it fails."""
    done = subprocess.run(
        [sys.executable, file, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    if done.returncode:
        raise PoolLabError(f"{Path(file).name} failed: {done.stderr[-300:]}")
    return done.stdout
