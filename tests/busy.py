"""Keeps the machine busy, for tests that must hold there too."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import psutil


def every_core_busy() -> contextlib.AbstractContextManager[None]:
    """Keep each core busy with two processes that do nothing else."""
    return busy(2 * (os.cpu_count() or 1))


@contextlib.contextmanager
def busy(number: int, processors: list[int] | None = None) -> Iterator[None]:
    """Run so many processes that compute all the time, on these processors only.

    Each has a session of its own, as Linux shares its time among sessions first.
    """
    command = [sys.executable, "-c", "while True: pass"]
    hogs = [subprocess.Popen(command, start_new_session=True) for _ in range(number)]
    try:
        for hog in hogs if processors else ():
            psutil.Process(hog.pid).cpu_affinity(processors)
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
