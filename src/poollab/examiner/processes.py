"""Starts the learner's process and ends it, with all that it has started."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import psutil

from poollab.examiner import stage
from poollab.examiner.learner import Playing
from poollab.examiner.own_time import with_children
from poollab.examiner.seen import SeenHere

LIBRARIES = ("asyncpg", "httpx", "psycopg_pool", "sqlalchemy.ext.asyncio")
"""What answers import."""

_starting = threading.Lock()
_ours = set[int]()
"""The processes of answers that are under way."""


def context() -> Any:
    """Return the way to start processes: from one that has the libraries, where there is such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["poollab.examiner.preloaded", *LIBRARIES])
    return found


def prepare() -> None:
    """Start the process from which answers are started, so that the first need not wait."""
    started = context().Process(target=int)
    started.start()
    started.join()


@contextlib.contextmanager
def playing(given: str, source: str, name: str, *arguments: Any) -> Iterator[Playing]:
    """Serve an answer in a process of its own, until the block ends.

    Raises Missed when it does not come to serve, and TooSlow.
    """
    started = context()
    ours, theirs = started.Pipe()
    process = started.Process(
        target=stage.play, args=(theirs, given, source, name, arguments), daemon=False
    )
    with _starting:
        process.start()
        _ours.add(process.pid)
    theirs.close()
    try:
        played = Playing(ours, SeenHere(process.pid))
        played.start()
        yield played
    finally:
        _end(process.pid)
        process.join()
        ours.close()
        with _starting:
            _ours.discard(process.pid)
            for stray in _strays():
                _end(stray.pid)


def _strays() -> list[psutil.Process]:
    """Return what answers that have ended left: Linux hands it to the process that starts them."""
    starts = [
        child for child in psutil.Process().children() if "forkserver" in "".join(child.cmdline())
    ]
    return [one for start in starts for one in start.children() if one.pid not in _ours]


def _end(pid: int) -> None:
    """Kill a process and all that it has started."""
    family = with_children(pid)
    if family and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(pid) != os.getpgid(0):  # it has come as far as its own group
                os.killpg(pid, signal.SIGKILL)
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
