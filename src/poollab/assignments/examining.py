"""Who examines what was handed in: a pod for each submission, or this very machine."""

import contextlib
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

from poollab.errors import PoolLabError
from poollab.examiner.asking import Examiner
from poollab.examiner.verdict import Verdict
from poollab.exercise import server
from poollab.pod import images
from poollab.pod.pod import pod
from poollab.postgres import engine

Ask = Callable[[str, str], Verdict]
"""Takes a task, such as ``leaks/stream``, and a source; examines it."""
Examining = Callable[[], AbstractContextManager[Ask]]
"""Makes ready for one submission."""
_starting = threading.Lock()
_stops: set[Callable[[], None]] = set()
"""What ends the examinations that are under way in this process."""


@contextlib.contextmanager
def in_pod() -> Iterator[Ask]:
    """Examine in a pod, which is removed at the end of the block. Raises PoolLabError."""
    with pod() as made, stopped_by(made.stop):
        yield made.examine


@contextlib.contextmanager
def here() -> Iterator[Ask]:
    """Examine on this machine, as a check does: for one's own work only."""
    # one at a time: what stdout is, is the same for all threads
    with _starting, contextlib.redirect_stdout(io.StringIO()):  # it has introduced itself before
        db = server()
    examiner = Examiner()

    def ask(task: str, source: str) -> Verdict:
        said = examiner.ask(task=task, source=source, server=db.superuser_dsn, prefix=db.role_name)
        return Verdict(**said)

    try:
        with stopped_by(examiner.stop):
            yield ask
    finally:
        examiner.stop()


def check_pods(advice: str) -> None:
    """Raise PoolLabError, with advice for one's own work, if there can't be any pods."""
    if trouble := engine.problem():
        raise PoolLabError(f"Submissions are examined in containers, but {trouble}. {advice}")
    try:
        images.check(engine.client())
    except PoolLabError as error:
        raise PoolLabError(f"{error} {advice}") from error


@contextlib.contextmanager
def stopped_by(stop: Callable[[], None]) -> Iterator[None]:
    """Have ``stop_all`` call this until the block ends."""
    mine = partial(stop)
    _stops.add(mine)
    try:
        yield
    finally:
        _stops.discard(mine)


def stop_all() -> None:
    """End what is under way; whoever waits for it gets a PoolLabError."""
    for stop in list(_stops):
        stop()
