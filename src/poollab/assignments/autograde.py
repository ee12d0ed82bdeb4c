"""nbgrader's autograde, with a row for each submission of ours, whatever is in its folder."""

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from poollab.assignments.answers import read
from poollab.assignments.examine import Examine, checked, notebook_in
from poollab.assignments.examining import check_pods, here, in_pod
from poollab.assignments.register import Register, is_registered
from poollab.assignments.results import Verdicts, results, verdicts
from poollab.assignments.timestamp import handed_in
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.exercise import server

OWN_WORK = "Your own work can do without: add --Examine.trusted=True."


class Grade(Autograde):  # type: ignore[misc]
    """Takes the place of nbgrader's own, which it is for assignments that are not ours.

    A submission is examined before a word of it is in the gradebook: one whose examination fails,
    or is killed, is not graded, and so has no 0.
    """

    force: bool
    given: Verdicts | None = None
    """The verdicts on the one submission that is to be graded, where they are there already."""

    def start(self) -> None:
        """Grade the submissions; a time that can't be read is none.

        An assignment that the gradebook has not got yet is entered first.
        """
        self.coursedir.get_existing_timestamp = lambda folder: handed_in(Path(folder), self.log)
        try:
            with self.ready():
                if self.is_ours and not is_registered(self.coursedir):
                    Register(coursedir=self.coursedir, parent=self.parent, is_aside=True).start()
                super().start()
        except PoolLabError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from error
        finally:
            del self.coursedir.get_existing_timestamp  # the method of its class is back

    @property
    def is_ours(self) -> bool:
        """Whether the assignment that is graded is one of ours."""
        return self.coursedir.assignment_id in ASSIGNMENTS

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """Have ready what examines, if anything is to be examined. Raises PoolLabError."""
        self.is_trusted = Examine(parent=self).trusted
        if not self.is_ours or self.given is not None:
            yield
        elif self.is_trusted:
            with server():  # it ends with this run
                yield
        else:
            check_pods(OWN_WORK)
            yield

    def init_notebooks(self) -> None:
        """Find the submissions: each has its one notebook, even if that is not there."""
        assignment = self.coursedir.assignment_id
        pattern = self._format_source(assignment, self.coursedir.student_id)
        folders = glob.glob(pattern)  # noqa: PTH207  (a whole path, as nbgrader has it)
        if assignment not in ASSIGNMENTS or not folders:
            super().init_notebooks()
            return
        name = path_of(assignment).name
        self.assignments = {folder: [str(Path(folder, name))] for folder in folders}

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Return whether to grade a submission: also if a run has ended in the middle of it."""
        before = self.force
        if self.is_ours and not before:
            self.force = not self.is_graded(assignment_id, student_id)
        try:
            is_wanted: bool = super().init_destination(assignment_id, student_id)
            return is_wanted
        finally:
            self.force = before

    def is_graded(self, assignment: str, student: str) -> bool:
        """Return whether verdicts on all tasks are in a submission's graded copy, and scores."""
        copy = Path(self._format_dest(assignment, student), path_of(assignment).name)
        try:
            cells = nbformat.read(copy, as_version=4).cells
            with self.grades(assignment, student) as grades:
                scores = [(grade.auto_score, grade.manual_score) for grade in grades]
        except (OSError, ValueError):  # no such file, none that can be read, no such entry
            return False
        has_verdicts = all(cell.outputs for cell in cells if checked(cell))
        return has_verdicts and (None, None) not in scores

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Examine a submission, and enter it; copy none of its other files: they may be links."""
        if not self.is_ours:
            super().init_assignment(assignment_id, student_id)
            return
        self.read_and_examine(assignment_id, Path(self.notebooks[0]))
        before = self.coursedir.ignore
        self.coursedir.ignore = ["*", ".*"]
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            self.coursedir.ignore = before
        with self.grades(assignment_id, student_id) as grades:
            for grade in grades:  # earlier scores, and the 0 for a notebook of another name
                grade.auto_score, grade.needs_manual_grade = None, True

    def read_and_examine(self, assignment: str, path: Path) -> None:
        """Find the answers in a submission, and the verdicts on them, unless these are given."""
        below = path.parents[2]  # submitted/
        self.submission = read(notebook_in(path), assignment, below=below)
        for reason in sorted({str(one) for one in self.submission.lost.values()}):
            self.log.warning("%s: %s", path, reason)
        self.verdicts = self.given
        if self.verdicts is None:
            self.log.info("Examining %s", path)
            found = self.submission
            examining = here if self.is_trusted else in_pod
            rows = results(assignment, found.answers, found.codes, examining)
            self.verdicts = verdicts(rows, walled=not self.is_trusted)

    @contextlib.contextmanager
    def grades(self, assignment: str, student: str) -> Iterator[list[Any]]:
        """Give the gradebook's grades of a submission; keep what is done to them in the block.

        Raises ValueError if there are none.
        """
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            found = gradebook.find_submission_notebook(assignment, assignment, student)
            yield found.grades
            gradebook.db.commit()
