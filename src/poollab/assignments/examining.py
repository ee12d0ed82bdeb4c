"""Who examines what was handed in: a pod for each submission, or this very machine."""

import contextlib
import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from poollab.assignments.file import REASONS
from poollab.errors import PoolLabError
from poollab.examiner.asking import Examiner
from poollab.examiner.examine import TOO_SLOW, untried
from poollab.examiner.tasks import Task, of
from poollab.examiner.verdict import Verdict
from poollab.exercise import server
from poollab.pod import images
from poollab.pod.pod import BROKEN, pod
from poollab.postgres import engine

Ask = Callable[[str, str], Verdict]
"""Takes a task, such as ``leaks/stream``, and a source; examines it."""
Examining = Callable[[], AbstractContextManager[Ask]]
"""Makes ready for one submission."""

Verdicts = dict[str, dict[str, Any]]
"""By the task's name: its ``points``, of how many (``of``), and the ``sentence``."""

WITHOUT_WALL = "Examined without the wall."

_starting = threading.Lock()
_stops: set[Callable[[], None]] = set()
"""What ends the examinations that are under way in this process."""


@dataclass(frozen=True)
class TaskResult:
    """What was found of one task."""

    task: str
    """Its name, without the assignment."""
    points: float
    of: float
    code: str
    """``right``, ``part``, ``wrong``, ``stub``; ``slow`` or ``broken``, if it could not be tried to
    its end; or a key of ``poollab.assignments.file.REASONS``, if there is no answer to be read."""
    sentence: str
    seconds: float = 0.0
    """How long the examination took, by the clock."""


def results(
    assignment: str, answers: Mapping[str, str], lost: Mapping[str, str], examining: Examining
) -> tuple[TaskResult, ...]:
    """Return a row for each task of an assignment, in the order in which they are set.

    ``answers`` are sources by task, ``lost`` the codes of the reasons why there is none. Nothing is
    made ready where nothing need be tried. Raises PoolLabError when nothing can be examined.
    """
    tasks = of(assignment)
    found = {task.name: row for task in tasks if (row := untested(task, answers, lost))}
    rest = [task for task in tasks if task.name not in found]
    if rest:
        with examining() as ask:
            found |= {task.name: examined(task, answers[task.name], ask) for task in rest}
    return tuple(found[task.name] for task in tasks)


def untested(task: Task, answers: Mapping[str, str], lost: Mapping[str, str]) -> TaskResult | None:
    """Return the row of a task that has no answer, or none that need be tried; else None."""
    if task.name in lost:
        code = lost[task.name]
        return TaskResult(task.name, 0.0, task.points, code, REASONS[code])
    verdict = untried(task, answers[task.name])
    return None if verdict is None else row(task, verdict)


def examined(task: Task, source: str, ask: Ask) -> TaskResult:
    """Return the row of a task after its examination."""
    began = time.monotonic()
    verdict = ask(f"{task.assignment}/{task.name}", source)
    return row(task, verdict, round(time.monotonic() - began, 2))


def row(task: Task, verdict: Verdict, seconds: float = 0.0) -> TaskResult:
    """Return a verdict as a row."""
    return TaskResult(
        task.name, verdict.points, verdict.of, code_of(verdict), verdict.sentence, seconds
    )


def verdicts(rows: Iterable[TaskResult], walled: bool = True) -> Verdicts:
    """Return rows as nbgrader's gradebook takes them; each says so if there was no wall."""
    more = "" if walled else f"\n{WITHOUT_WALL}"
    return {
        one.task: {"points": one.points, "of": one.of, "sentence": one.sentence + more}
        for one in rows
    }


def code_of(verdict: Verdict) -> str:
    """Return the reason code of a verdict."""
    if not verdict.attempted:
        return "stub"
    if verdict.sentence in (TOO_SLOW, BROKEN):
        return "slow" if verdict.sentence == TOO_SLOW else "broken"
    if verdict.points == verdict.of:
        return "right"
    return "part" if verdict.points else "wrong"


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
