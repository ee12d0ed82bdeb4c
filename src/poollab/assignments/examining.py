"""Who examines the answers that nbgrader grades: a pod for each submission, or this machine."""

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from poollab.assignments.answers import Submission
from poollab.assignments.file import REASONS
from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.asking import Examiner
from poollab.exercise import server
from poollab.pod import images
from poollab.pod.pod import pod
from poollab.postgres import engine

Verdicts = dict[str, dict[str, Any]]
"""By the task's name: its ``points``, of how many (``of``), and the ``sentence``."""
Examining = Callable[[str, dict[str, str]], Verdicts]
"""Takes an assignment and the answers by task; examines each."""

WITHOUT_WALL = "Examined without the wall."
OWN_WORK = "Your own work can do without: add --Examine.trusted=True."


def verdicts_on(submission: Submission, assignment: str, examining: Examining) -> Verdicts:
    """Return a verdict on each task; what there is no answer to has no points and the reason."""
    lost: Verdicts = {
        task.name: {
            "points": 0.0, "of": task.points, "sentence": REASONS[submission.lost[task.name].code]
        }
        for task in tasks.of(assignment)
        if task.name in submission.lost
    }  # fmt: skip
    return lost | (examining(assignment, submission.answers) if submission.answers else {})


def in_pod(assignment: str, answers: dict[str, str]) -> Verdicts:
    """Examine answers in a pod that is made for them, and removed. Raises PoolLabError."""
    with pod() as one:
        return {
            name: asdict(one.examine(f"{assignment}/{name}", source))
            for name, source in answers.items()
        }


def here(assignment: str, answers: dict[str, str]) -> Verdicts:
    """Examine answers on this machine, as a check does: for one's own work only."""
    with contextlib.redirect_stdout(io.StringIO()):  # the server has introduced itself before
        db = server()
    examiner = Examiner()
    try:
        return {
            name: examiner.ask(
                task=f"{assignment}/{name}", source=source,
                server=db.superuser_dsn, prefix=db.role_name,
            )
            for name, source in answers.items()
        }  # fmt: skip
    finally:
        examiner.stop()


def without_wall(verdicts: Verdicts) -> Verdicts:
    """Return the verdicts, and each says that it was found without the wall."""
    return {
        name: verdict | {"sentence": f"{verdict['sentence']}\n{WITHOUT_WALL}"}
        for name, verdict in verdicts.items()
    }


@contextlib.contextmanager
def walled() -> Iterator[Examining]:
    """Give what examines in pods. Raises PoolLabError if there can't be any: what can be done."""
    if trouble := engine.problem():
        raise PoolLabError(f"Submissions are examined in containers, but {trouble}. {OWN_WORK}")
    try:
        images.check(engine.client())
    except PoolLabError as error:
        raise PoolLabError(f"{error} {OWN_WORK}") from error
    yield in_pod


@contextlib.contextmanager
def trusted() -> Iterator[Examining]:
    """Give what examines on this machine, and says so; its server ends with the block."""
    with server():
        yield lambda assignment, answers: without_wall(here(assignment, answers))
