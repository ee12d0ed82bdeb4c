"""Writes what a graded class is handed back with: tables, feedback, a picture."""

from collections.abc import Mapping
from pathlib import Path

from poollab.collecting.handed_in import Student
from poollab.grading.canvas import HEADER, write_canvas
from poollab.grading.feedback import write_feedback
from poollab.grading.marks import write_json
from poollab.grading.moodle import write_moodle
from poollab.grading.picture import picture
from poollab.grading.result import Result
from poollab.grading.sheet import Sheet
from poollab.grading.summary import kind

CANVAS = HEADER[:2]
NO_LMS = "For a table that your LMS can import, give the list that it exports: --roster FILE."
Answers = Mapping[str, Mapping[str, str]]
"""Sources by student and task."""


def write(
    results: list[Result], students: Mapping[str, Student], answers: Answers, alike: Answers,
    folder: Path,
) -> None:  # fmt: skip
    """Write marks, feedback and the picture into a folder; ``alike`` is a word on an answer.

    Where nothing could be read there is no picture.
    """
    (folder / "feedback").mkdir(parents=True, exist_ok=True)
    write_json(results, students, folder / "marks.json", alike)
    for one in results:
        page = folder / "feedback" / f"{one.student}.html"
        write_feedback(one, students[one.student], answers[one.student], page)
    if any(kind(one) != "unreadable" for one in results):
        picture(results, folder / "distribution.png")


def write_tables(
    results: list[Result], students: Mapping[str, Student], folder: Path,
    roster: Path | None = None, column: str = "",
) -> list[str]:  # fmt: skip
    """Write a table for each LMS, and into the one that it gave; return what is to be said.

    ``column`` is the heading of the marks in that one, if it is another than usual. Raises
    PoolLabError.
    """
    moodle, canvas = folder / "moodle.csv", folder / "canvas.csv"
    if not roster and not any(one.lms_id for one in students.values()):
        return [NO_LMS]
    if roster and Sheet.read(roster).header[:2] == CANVAS:
        write_moodle(results, students, moodle)
        return write_canvas(results, students, canvas, roster, column)
    write_canvas(results, students, canvas)
    return write_moodle(results, students, moodle, roster, column or "Grade")
