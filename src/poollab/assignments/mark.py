"""Marks a learner's own copy as an instructor would: nbgrader's whole round, in a folder aside."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poollab.assignments import answers, gradebook
from poollab.assignments.examining import here
from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import cells
from poollab.assignments.progress import table
from poollab.assignments.results import results, verdicts
from poollab.assignments.validate import chosen
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS

STUDENT = "you"


def report(arguments: list[str]) -> int:
    """Mark each notebook; print a table of points, and where the feedback is. Returns 0."""
    for path in chosen(arguments):
        assignment = assignment_of(path)
        grades, feedback = mark(path, assignment)
        print(table(assignment, grades))
        print(f"Feedback: {feedback}\n")
    return 0


def assignment_of(path: Path) -> str:
    """Return the assignment that a notebook is of: its functions say it, and its cells.

    Raises PoolLabError when it is of none, or can't be read.
    """
    try:
        found = answers.assignment_of(cells(path.resolve()))
    except Unreadable as reason:
        raise PoolLabError(f"{path} can't be read as a notebook. {reason}") from reason
    if not found:
        raise PoolLabError(f"{path} has no answer to a task of {', '.join(ASSIGNMENTS)}.")
    return found


def mark(path: Path, assignment: str) -> tuple[dict[str, float], Path]:
    """Return the points by task, and where the feedback is written."""
    with course(assignment) as (api, folder):
        theirs = folder / "submitted" / STUDENT / assignment / path_of(assignment).name
        theirs.parent.mkdir(parents=True)
        shutil.copyfile(path, theirs)
        found = answers.read(theirs, assignment)
        rows = results(assignment, found.answers, found.codes, here)
        gradebook.entered(api, assignment, STUDENT, verdicts(rows))
        gradebook.done(api.generate_feedback(assignment, STUDENT))
        page = folder / "feedback" / STUDENT / assignment / theirs.with_suffix(".html").name
        kept = ROOT / "build" / "feedback" / page.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, kept)
        return {one.task: float(one.points) for one in rows}, kept


@contextlib.contextmanager
def course(assignment: str) -> Iterator[tuple[Any, Path]]:
    """Yield nbgrader's interface to a course of its own, with the assignment in its gradebook."""
    with tempfile.TemporaryDirectory(prefix="poollab-") as made:
        folder = Path(made)
        shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
        with contextlib.redirect_stdout(io.StringIO()):
            api = gradebook.course(folder)
            gradebook.registered(api, assignment)
            yield api, folder
