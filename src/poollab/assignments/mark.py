"""Marks a learner's own copy as an instructor would: nbgrader's whole round, in a folder aside."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poollab.assignments import answers
from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import cells
from poollab.assignments.progress import table
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
        done(api.autograde(assignment, STUDENT))
        done(api.generate_feedback(assignment, STUDENT))
        page = folder / "feedback" / STUDENT / assignment / theirs.with_suffix(".html").name
        kept = ROOT / "build" / "feedback" / page.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, kept)
        with api.gradebook as gradebook:
            found = gradebook.find_submission_notebook(assignment, assignment, STUDENT)
            return {
                grade.name.removesuffix("-check"): float(grade.score) for grade in found.grades
            }, kept


@contextlib.contextmanager
def course(assignment: str) -> Iterator[tuple[Any, Path]]:
    """Yield nbgrader's interface to a course of its own, with the assignment in its gradebook."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    with tempfile.TemporaryDirectory(prefix="poollab-") as made:
        folder = Path(made)
        shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
        config = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
        config.CourseDirectory.root = made
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        with contextlib.redirect_stdout(io.StringIO()):
            done(api.generate_assignment(assignment))
            yield api, folder


def done(result: dict[str, Any]) -> None:
    """Raise PoolLabError, with nbgrader's last words, when a step has failed."""
    if not result["success"]:
        words = str(result.get("error") or result.get("log") or "").strip().splitlines()
        raise PoolLabError(f"nbgrader failed: {words[-1] if words else 'it gave no reason'}.")
