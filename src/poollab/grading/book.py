"""The marks of a class in nbgrader's gradebook, and the notebooks in ``autograded/``."""

from pathlib import Path

from poollab.assignments import gradebook
from poollab.assignments.examining import verdicts
from poollab.collecting.handed_in import Student
from poollab.examiner.release import path_of
from poollab.grading.result import Result


class Book:
    """A course's gradebook: all is there as if nbgrader's autograde had graded the class."""

    def __init__(self, course: Path, assignment: str, url: str = "") -> None:
        """Open the gradebook of a course, or that of another URL; enter the assignment in it.

        Raises PoolLabError with nbgrader's reason.
        """
        self._api, self._assignment = gradebook.course(course, url), assignment
        gradebook.registered(self._api, assignment)

    def enter(self, student: Student, result: Result) -> None:
        """Enter a result, and its student's names, as far as known. Raises PoolLabError."""
        known = {"first_name": student.first_name, "last_name": student.last_name,
                 "email": student.email}  # fmt: skip
        with self._api.gradebook as book:
            book.update_or_create_student(
                student.id, **{name: value for name, value in known.items() if value}
            )
        found = verdicts(result.tasks, result.walled)
        gradebook.entered(self._api, self._assignment, student.id, found)

    def has(self, student: Student, result: Result) -> bool:
        """Return whether these points are there already, and the notebook."""
        from nbgrader.api import MissingEntry

        course, name = self._api.coursedir, path_of(self._assignment).name
        copy = course.format_path(course.autograded_directory, student.id, self._assignment)
        with self._api.gradebook as book:
            try:
                found = book.find_submission_notebook(
                    self._assignment, self._assignment, student.id
                )
            except MissingEntry:
                return False
            scores = {one.name.removesuffix("-check"): one.auto_score for one in found.grades}
        points = {one.task: one.points for one in result.tasks}
        return bool(scores == points) and Path(course.root, copy, name).exists()
