"""Starts the learner's process and ends it, with all that it has started."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from typing import Any

import psutil

from poollab.examiner import stage
from poollab.examiner.learner import Playing
from poollab.examiner.own_time import with_children
from poollab.examiner.seen import SeenHere


def context() -> Any:
    """Return the way to start processes: from one that has the libraries, where there is such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["poollab.examiner.preloaded"])
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
    process.start()
    theirs.close()
    try:
        played = Playing(ours, SeenHere(process.pid))
        played.start()
        yield played
    finally:
        _end(process.pid)
        process.join()
        ours.close()


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
