"""The marks of a class in nbgrader's gradebook, and the notebooks in ``autograded/``."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from poollab.assignments import gradebook
from poollab.assignments.results import TaskResult, verdicts
from poollab.collecting.handed_in import Student
from poollab.examiner.release import path_of
from poollab.grading.result import Result

COLUMNS = {"first_name": "first_name", "last_name": "last_name", "email": "email",
           "lms_id": "lms_user_id"}  # fmt: skip
"""Of what is known of a student, where the gradebook has it."""


class Book:
    """A course's gradebook: all is there as if nbgrader's autograde had graded the class."""

    def __init__(self, course: Path, assignment: str, url: str = "") -> None:
        """Open the gradebook of a course, or that of another URL; enter the assignment in it.

        Raises PoolLabError with nbgrader's reason.
        """
        self._api, self._assignment = gradebook.course(course, url), assignment
        self._engine = gradebook.one_engine()
        with self._engine():
            gradebook.registered(self._api, assignment)

    def introduce(self, student: Student) -> None:
        """Enter a student's names, as far as known."""
        known = {column: getattr(student, name) for name, column in COLUMNS.items()}
        with self._engine(), self._api.gradebook as book:
            book.update_or_create_student(
                student.id, **{column: value for column, value in known.items() if value}
            )

    def enter(self, student: Student, result: Result) -> None:
        """Enter a result. Raises PoolLabError."""
        found = verdicts(result.tasks, result.walled)
        with self._engine():
            gradebook.entered(self._api, self._assignment, student.id, found)

    def has(self, student: Student, result: Result) -> bool:
        """Return whether these points are there already, and the notebook."""
        course, name = self._api.coursedir, path_of(self._assignment).name
        copy = course.format_path(course.autograded_directory, student.id, self._assignment)
        with self.notebook(student.id) as found:
            scores = {task_of(one): one.auto_score for one in found.grades} if found else None
        points = {one.task: one.points for one in result.tasks}
        return bool(scores == points) and Path(course.root, copy, name).exists()

    def known(self, student: Student) -> Student:
        """Return a student with what only the gradebook knows, from an earlier run."""
        from nbgrader.api import MissingEntry

        with self._engine(), self._api.gradebook as book:
            try:
                there = book.find_student(student.id)
            except MissingEntry:
                return student
            found = {name: getattr(there, column) for name, column in COLUMNS.items()}
        new = {name: text for name, text in found.items() if text and not getattr(student, name)}
        return replace(student, **new)

    def by_hand(self, result: Result) -> Result:
        """Return a result with the points and comments that somebody has given in formgrader."""
        with self.notebook(result.student) as found:
            if not found:
                return result
            points = {task_of(one): one.score for one in found.grades if is_by_hand(one)}
            comments = {one.name: one.manual_comment for one in found.comments}
        rows = [given(one, points.get(one.task), comments.get(one.task)) for one in result.tasks]
        return replace(result, tasks=tuple(rows))

    @contextlib.contextmanager
    def notebook(self, student: str) -> Iterator[Any]:
        """Give the gradebook's entry of a student's notebook, None if there is none."""
        from nbgrader.api import MissingEntry

        name = self._assignment
        with self._engine(), self._api.gradebook as book:
            try:
                found = book.find_submission_notebook(name, name, student)
            except MissingEntry:
                found = None
            yield found


def task_of(grade: Any) -> str:
    """Return the name of the task that a grade is for."""
    return str(grade.name).removesuffix("-check")


def is_by_hand(grade: Any) -> bool:
    """Return whether somebody has given points, or more points."""
    return grade.manual_score is not None or bool(grade.extra_credit)


def given(row: TaskResult, points: float | None, comment: str | None) -> TaskResult:
    """Return a task's row with the points and the comment that were given by hand, if any were."""
    if points is not None:
        code = "right" if points >= row.of else "part" if points else "wrong"
        said = f"{row.sentence} The points were given by hand."
        row = replace(row, points=points, code=code, sentence=said)
    return replace(row, sentence=f"{row.sentence} Comment: {comment}") if comment else row
