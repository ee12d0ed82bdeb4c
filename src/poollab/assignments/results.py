"""What is found of the tasks of a submission: a row for each, and the rows as verdicts."""

import contextlib
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from poollab.assignments.examining import Ask, Examining
from poollab.assignments.file import REASONS
from poollab.examiner.examine import TOO_SLOW, untried
from poollab.examiner.tasks import Task, of
from poollab.examiner.verdict import Verdict
from poollab.pod.pod import BROKEN

Verdicts = dict[str, dict[str, Any]]
"""By the task's name: its ``points``, of how many (``of``), and the ``sentence``."""
WITHOUT_WALL = "Examined without the wall."


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
    assignment: str,
    answers: Mapping[str, str],
    lost: Mapping[str, str],
    examining: Examining,
    left: deque[str] | None = None,
) -> tuple[TaskResult, ...]:
    """Return a row for each task of an assignment, in the order in which they are set.

    ``answers`` are sources by task, ``lost`` the codes of the reasons why there is none. With
    ``left`` it is the tasks that this names: each is removed from it when it is begun, so that
    several threads can share them. Nothing is made ready where nothing need be tried. Raises
    PoolLabError when nothing can be examined.
    """
    tasks = {task.name: task for task in of(assignment)}
    found = list[TaskResult]()
    with contextlib.ExitStack() as stack:
        ask: Ask | None = None
        for name in taken(deque(tasks) if left is None else left):
            row = untested(tasks[name], answers, lost)
            if not row:
                ask = ask or stack.enter_context(examining())
                row = examined(tasks[name], answers[name], ask)
            found.append(row)
    return tuple(found)


def taken(left: deque[str]) -> Iterator[str]:
    """Take one after another."""
    with contextlib.suppress(IndexError):
        while True:
            yield left.popleft()


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
