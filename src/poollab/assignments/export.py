"""nbgrader's ``grades.csv``: what has not been graded has no score in it, not even 0."""

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

from poollab.plain import defused

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


class Export(CsvExportPlugin):  # type: ignore[misc]
    """Writes the columns that nbgrader's own writes, a row for each student and assignment.

    Who has handed in nothing has 0, as always. What waits for its grading, or for a person to look
    at it, has an empty score: somebody would take a 0 for the result.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that ``--to`` names, by default ``grades.csv``."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        rows = [
            self.row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if not self.assignment or assignment.name in map(str, self.assignment)
            for student in gradebook.students
            if not self.student or student.id in map(str, self.student)
        ]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def row(self, gradebook: Gradebook, assignment: Any, student: Any) -> dict[str, Any]:
        """Return what is known of a student's submission."""
        row = {
            "assignment": assignment.name, "duedate": assignment.duedate,
            "student_id": student.id, "last_name": student.last_name,
            "first_name": student.first_name, "email": student.email,
            "max_score": assignment.max_score,
        }  # fmt: skip
        row |= self.scores(gradebook, assignment.name, student.id)
        return {
            name: defused(value) if isinstance(value, str) else value for name, value in row.items()
        }

    def scores(self, gradebook: Gradebook, assignment: str, student: str) -> dict[str, Any]:
        """Return the columns on a submission; those that are unknown are missing."""
        try:
            found = gradebook.find_submission(assignment, student)
        except MissingEntry:
            if self.was_handed_in(assignment, student):
                return {}
            return {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
        if found.needs_manual_grade:
            return {"timestamp": found.timestamp}
        penalty = found.late_submission_penalty
        return {
            "timestamp": found.timestamp, "raw_score": found.score,
            "late_submission_penalty": penalty, "score": max(0.0, found.score - penalty),
        }  # fmt: skip

    def was_handed_in(self, assignment: str, student: str) -> bool:
        """Return whether there is a submission that is not in the gradebook yet."""
        course = getattr(self.parent, "coursedir", None)
        if course is None:
            return False
        return Path(course.format_path(course.submitted_directory, student, assignment)).exists()
